/**
 * What has come from the other side: of a peer that only watches, this is what it says about our media.
 *
 * @param {RTCPeerConnection} connection
 */
export async function bytesReceived(connection) {
  const reports = await connection.getStats();
  let sum = 0;
  reports.forEach(({ type, bytesReceived = 0 }) => {
    if (type === 'inbound-rtp' || type === 'candidate-pair') sum += bytesReceived;
  });
  return sum;
}
