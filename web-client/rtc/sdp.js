/** @import { Candidate } from '../signaling/protocol.js' */

/**
 * Whether a description comes from another RTCPeerConnection than the present remote description, as after a reload of the
 * peer's page. The session id in the `o=` line identifies the connection for its whole life (RFC 8829, section 5.2.2).
 *
 * @param {string} sdp
 * @param {RTCPeerConnection} connection
 */
export function isFromNewConnection(sdp, { remoteDescription }) {
  return remoteDescription !== null && sessionIdOf(remoteDescription.sdp) !== sessionIdOf(sdp);
}

/**
 * Replaces `a=setup:actpass` in an offer with the DTLS role that the peer has already. Firefox, left to choose when ICE
 * restarts, swaps the roles, and Chromium refuses that.
 *
 * @param {string} sdp
 * @param {RTCPeerConnection} connection
 */
export function keepDtlsRole(sdp, connection) {
  const role = remoteDtlsRole(connection);
  return role ? sdp.replaceAll('a=setup:actpass', `a=setup:${role}`) : sdp;
}

/**
 * Whether a candidate belongs to another remote description than the present one: candidates of an earlier ICE generation
 * may arrive late.
 *
 * @param {Candidate | null} candidate
 * @param {RTCPeerConnection} connection
 */
export function isStale(candidate, { remoteDescription }) {
  const ufrag = candidate?.usernameFragment;
  return !remoteDescription || Boolean(ufrag && ufrag !== ufragOf(remoteDescription.sdp));
}

/**
 * The ICE username fragment (RFC 8839, section 5.4), which changes with each restart of ICE.
 *
 * @param {string} sdp
 */
export function ufragOf(sdp) {
  return /^a=ice-ufrag:(\S+)/m.exec(sdp)?.[1];
}

/** @param {RTCPeerConnection} connection */
function remoteDtlsRole({ currentLocalDescription: local, currentRemoteDescription: remote }) {
  // Only an answer states a role; the offerer has the other one (RFC 8842, section 5.3).
  if (remote?.type === 'answer') return setupOf(remote.sdp);
  const own = local && setupOf(local.sdp);
  return own && (own === 'active' ? 'passive' : 'active');
}

/** @param {string} sdp */
function sessionIdOf(sdp) {
  return /^o=\S+ (\S+)/m.exec(sdp)?.[1];
}

/** @param {string} sdp */
function setupOf(sdp) {
  return /^a=setup:(active|passive)/m.exec(sdp)?.[1];
}
