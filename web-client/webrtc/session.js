/**
 * Whether a description comes from another connection than the one that was talked with so far: its page was
 * reloaded, for one. The `o=` line names the connection, and keeps the name for the connection's life (RFC 8829).
 *
 * @param {string} sdp
 * @param {RTCPeerConnection} connection
 */
export function isStranger(sdp, { remoteDescription }) {
  return remoteDescription !== null && sessionOf(remoteDescription.sdp) !== sessionOf(sdp);
}

/** @param {string} sdp */
function sessionOf(sdp) {
  return /^o=\S+ (\S+)/m.exec(sdp)?.[1];
}
