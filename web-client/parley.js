/**
 * The public API of the browser library: everything that an application imports. A page of any origin that the server lists
 * in `PARLEY_ORIGINS` can import it from the server: `import { … } from 'https://call.example.org/parley.js'`.
 *
 * The paths of the modules below are not part of the API and may change.
 */
export { SignalingClient } from './signaling/client.js';
export { SignalingError } from './signaling/error.js';
export { newKey, peerIdOf } from './signaling/key.js';
export { LocalMedia } from './media/local-media.js';
export { AudioOutput } from './media/audio-output.js';
export { PeerConnection } from './rtc/peer-connection.js';
export { Mesh } from './topology/mesh.js';
export { Room } from './room/room.js';
