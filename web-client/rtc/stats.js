/**
 * Counts the bytes received on a connection. From a peer that sends no media, these are its RTCP reports and ICE checks,
 * so that the count grows as long as any packets arrive.
 *
 * @param {RTCPeerConnection} connection
 * @returns {Promise<number>} rejects if the browser has no statistics, as for a closed connection
 */
export async function bytesReceived(connection) {
  const reports = await connection.getStats();
  let sum = 0;
  reports.forEach(({ type, bytesReceived = 0 }) => {
    if (type === 'inbound-rtp' || type === 'candidate-pair') sum += bytesReceived;
  });
  return sum;
}
