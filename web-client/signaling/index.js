/** The signaling client alone, as `parley-client/signaling`: for data, or for peer connections of the application. */
export { SignalingClient } from './client.js';
export { SignalingError } from './error.js';
export { newKey, peerIdOf } from './key.js';

/**
 * Types of the above, for TypeScript.
 *
 * @typedef {import('./client.js').ClientEvents} ClientEvents
 * @typedef {import('./client.js').Options} SignalingClientOptions
 * @typedef {import('./protocol.js').Peer} Peer
 */
