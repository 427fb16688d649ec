/** @import { Candidate } from '../signaling/protocol.js' */

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

/**
 * An offer in which the other side keeps the DTLS role that it has. Left to choose when ICE restarts, Firefox
 * changes the roles, which Chromium refuses.
 *
 * @param {string} sdp
 * @param {RTCPeerConnection} connection
 */
export function withPresentRole(sdp, connection) {
  const role = remoteRole(connection);
  return role ? sdp.replaceAll('a=setup:actpass', `a=setup:${role}`) : sdp;
}

/**
 * Whether a candidate belongs to a description that is not in force (any more).
 *
 * @param {Candidate | null} candidate
 * @param {RTCPeerConnection} connection
 */
export function isOutdated(candidate, { remoteDescription }) {
  const fragment = candidate?.usernameFragment;
  return !remoteDescription || Boolean(fragment && fragment !== ufragOf(remoteDescription.sdp));
}

/**
 * The name that ICE has for one end of the present way; a restart gives it another one.
 *
 * @param {string} sdp
 */
export function ufragOf(sdp) {
  return /^a=ice-ufrag:(\S+)/m.exec(sdp)?.[1];
}

/** @param {RTCPeerConnection} connection */
function remoteRole({ currentLocalDescription: local, currentRemoteDescription: remote }) {
  if (remote?.type === 'answer') return setupOf(remote.sdp);
  const own = local && setupOf(local.sdp);
  return own && (own === 'active' ? 'passive' : 'active');
}

/** @param {string} sdp */
function sessionOf(sdp) {
  return /^o=\S+ (\S+)/m.exec(sdp)?.[1];
}

/** @param {string} sdp */
function setupOf(sdp) {
  return /^a=setup:(active|passive)/m.exec(sdp)?.[1];
}
