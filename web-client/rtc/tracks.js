const KINDS = ['audio', 'video'];

/**
 * Makes sure that there is a line for each kind of media, so that one without a camera still receives.
 * Only the side that makes the first offer does this: the other uses the lines that it is offered.
 *
 * @param {RTCPeerConnection} connection
 */
export function drawLines(connection) {
  for (const kind of KINDS) {
    if (lines(connection, kind).length === 0) connection.addTransceiver(kind, { direction: 'recvonly' });
  }
}

/**
 * Sends the tracks of a stream, and nothing else, on the lines that there are.
 *
 * @param {RTCPeerConnection} connection
 * @param {MediaStream | null} stream
 * @param {MediaStream} label  what the other side sees the tracks grouped by (audio and video of one label are kept
 *   in step); the same for every stream, so that another camera needs no negotiation
 * @returns {Promise<MediaStreamTrack[]>} the tracks for which there is no line yet
 */
export async function fillLines(connection, stream, label) {
  const tracks = stream?.getTracks() ?? [];
  const left = KINDS.map(async (kind) => {
    const wanted = tracks.filter((track) => track.kind === kind);
    const present = lines(connection, kind);
    await Promise.all(present.map((line, index) => put(wanted[index] ?? null, line, label)));
    return wanted.slice(present.length);
  });
  return (await Promise.all(left)).flat();
}

/**
 * Brings a stream in line with what the other side sends.
 *
 * @param {MediaStream} stream
 * @param {RTCPeerConnection} connection
 * @returns {boolean} whether it has changed
 */
export function follow(stream, connection) {
  const before = stream.getTracks();
  const now = receivedTracks(connection);
  const gone = before.filter((track) => !now.includes(track));
  const come = now.filter((track) => !before.includes(track));
  for (const track of gone) stream.removeTrack(track);
  for (const track of come) stream.addTrack(track);
  return gone.length + come.length > 0;
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
function lines(connection, kind) {
  const usable = connection.getTransceivers().filter(({ direction }) => direction !== 'stopped');
  return usable.filter(({ receiver }) => receiver.track.kind === kind);
}

/**
 * @param {MediaStreamTrack | null} track
 * @param {RTCRtpTransceiver} line
 * @param {MediaStream} label
 */
async function put(track, line, label) {
  const direction = track ? 'sendrecv' : 'recvonly';
  if (line.sender.track !== track) await line.sender.replaceTrack(track);
  if (line.direction === direction) return;
  if (track) line.sender.setStreams(label);
  line.direction = direction;
}
