/**
 * Creates the secret that identifies a peer. A client that joins the same room with the same key takes over the seat, so keep
 * it out of URLs and logs.
 *
 * @param {(bytes: Uint8Array) => Uint8Array} [random]  fills an array with random bytes
 * @returns {string} 256 random bits in base64url (RFC 4648, section 5)
 */
export function newKey(random = (bytes) => crypto.getRandomValues(bytes)) {
  return base64url(random(new Uint8Array(32)));
}

/**
 * Computes the public id of the peer that holds a key: the first 22 characters (132 bits) of its SHA-256 in base64url, as
 * the server does. Needs a secure context: `crypto.subtle` is undefined elsewhere.
 *
 * @param {string} key
 * @returns {Promise<string>}
 */
export async function peerIdOf(key) {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(key));
  return base64url(new Uint8Array(digest)).slice(0, 22);
}

/** @param {Uint8Array} bytes */
function base64url(bytes) {
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');
}
