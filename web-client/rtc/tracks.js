const KINDS = ['audio', 'video'];

/**
 * Makes sure that there is a transceiver for each kind of media, so that a peer without a camera still receives video. Only
 * the side that makes the first offer does this; the other one uses the transceivers of the offer.
 *
 * @param {RTCPeerConnection} connection
 */
export function addMissingTransceivers(connection) {
  for (const kind of KINDS) {
    if (transceiversOf(connection, kind).length === 0)
      connection.addTransceiver(kind, { direction: 'recvonly' });
  }
}

/**
 * Sends the tracks of a stream, and nothing else, on the present transceivers. Uses `replaceTrack`, which needs no
 * negotiation, instead of `addTrack` and `removeTrack`, whose m-lines would pile up in the description.
 *
 * @param {RTCPeerConnection} connection
 * @param {MediaStream | null} stream
 * @param {MediaStream} group  the stream that the peer sees the tracks in, which keeps audio and video in sync. The same one
 *   for the whole connection, so that another stream needs no negotiation
 * @returns {Promise<MediaStreamTrack[]>} the tracks without a transceiver
 */
export async function sendTracks(connection, stream, group) {
  const tracks = stream?.getTracks() ?? [];
  const excess = KINDS.map(async (kind) => {
    const wanted = tracks.filter((track) => track.kind === kind);
    const transceivers = transceiversOf(connection, kind);
    await Promise.all(transceivers.map((each, index) => sendTrack(wanted[index] ?? null, each, group)));
    return wanted.slice(transceivers.length);
  });
  return (await Promise.all(excess)).flat();
}

/**
 * Adds and removes tracks of a stream so that it has those that the peer sends.
 *
 * @param {MediaStream} stream
 * @param {RTCPeerConnection} connection
 * @returns {boolean} whether the stream has changed
 */
export function updateReceivedTracks(stream, connection) {
  const before = stream.getTracks();
  const now = receivedTracks(connection);
  const removed = before.filter((track) => !now.includes(track));
  const added = now.filter((track) => !before.includes(track));
  for (const track of removed) stream.removeTrack(track);
  for (const track of added) stream.addTrack(track);
  return removed.length + added.length > 0;
}

/** @param {RTCPeerConnection} connection */
function receivedTracks(connection) {
  const receiving = connection.getTransceivers().filter(({ currentDirection }) => {
    return currentDirection === 'sendrecv' || currentDirection === 'recvonly';
  });
  return receiving.map(({ receiver }) => receiver.track);
}

/**
 * @param {RTCPeerConnection} connection
 * @param {string} kind
 */
function transceiversOf(connection, kind) {
  const usable = connection.getTransceivers().filter(({ direction }) => direction !== 'stopped');
  return usable.filter(({ receiver }) => receiver.track.kind === kind);
}

/**
 * @param {MediaStreamTrack | null} track
 * @param {RTCRtpTransceiver} transceiver
 * @param {MediaStream} group
 */
async function sendTrack(track, transceiver, group) {
  const direction = track ? 'sendrecv' : 'recvonly';
  if (transceiver.sender.track !== track) await transceiver.sender.replaceTrack(track);
  if (transceiver.direction === direction) return;
  if (track) transceiver.sender.setStreams(group);
  transceiver.direction = direction;
}
