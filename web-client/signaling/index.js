/** The signaling client alone, as `parley-client/signaling`: for data, or for peer connections of the application. */
export { SignalingClient } from './client.js';
export { SignalingError } from './error.js';
export { newKey, peerIdOf } from './key.js';
