/** @import { Candidate } from '../signaling/protocol.js' */

/**
 * Whether a description comes from another RTCPeerConnection than the present remote description, as after a reload of the
 * peer's page. A connection has the same certificate for its whole life, hence the same fingerprint (RFC 8842, section 5.1).
 * The session id in the `o=` line does not identify it: aiortc and Pion change that id with each description.
 *
 * @param {string} sdp
 * @param {RTCPeerConnection} connection
 */
export function isFromNewConnection(sdp, { remoteDescription }) {
  const known = fingerprintsOf(remoteDescription?.sdp ?? '');
  const present = fingerprintsOf(sdp);
  return known.length * present.length > 0 && !present.some((each) => known.includes(each));
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
  return (
    !remoteDescription || Boolean(ufrag && !valuesOf('ice-ufrag', remoteDescription.sdp).includes(ufrag))
  );
}

/**
 * The ICE username fragment (RFC 8839, section 5.4), which changes with each restart of ICE. Without BUNDLE, each media
 * section has another one, and all of them change at once.
 *
 * @param {string} sdp
 */
export function ufragOf(sdp) {
  return valuesOf('ice-ufrag', sdp)[0];
}

/** A description without its `o=` line, whose version changes although nothing else does. @param {string} sdp */
export function contentOf(sdp) {
  return sdp.replace(/^o=.*/m, '');
}

/**
 * The certificate fingerprints of the session and of all media sections (RFC 8122, section 5), whose case does not matter.
 * There may be several: one for each hash function.
 *
 * @param {string} sdp
 */
function fingerprintsOf(sdp) {
  return valuesOf('fingerprint', sdp).map((each) => each.toLowerCase());
}

/** @param {string} attribute @param {string} sdp */
function valuesOf(attribute, sdp) {
  return [...sdp.matchAll(new RegExp(`^a=${attribute}: *(.*\\S)`, 'gm'))].map(([, value = '']) => value);
}

/** @param {RTCPeerConnection} connection */
function remoteDtlsRole({ currentLocalDescription: local, currentRemoteDescription: remote }) {
  // Only an answer states a role; the offerer has the other one (RFC 8842, section 5.3).
  if (remote?.type === 'answer') return setupOf(remote.sdp);
  const own = local && setupOf(local.sdp);
  return own && (own === 'active' ? 'passive' : 'active');
}

/** @param {string} sdp */
function setupOf(sdp) {
  return /^a=setup:(active|passive)/m.exec(sdp)?.[1];
}
