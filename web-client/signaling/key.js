/**
 * Makes a new secret that holds a seat: whoever has it is this peer.
 *
 * @param {(bytes: Uint8Array) => Uint8Array} [random]
 */
export function newKey(random = (bytes) => crypto.getRandomValues(bytes)) {
  return base64url(random(new Uint8Array(32)));
}

/**
 * The id that everybody sees of the holder of a key.
 *
 * @param {string} key
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
