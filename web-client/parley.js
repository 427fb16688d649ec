/**
 * The public API of the browser library: everything that an application imports. A page of any origin that the server lists
 * in `PARLEY_ORIGINS` can import it from the server: `import { … } from 'https://call.example.org/parley.js'`.
 *
 * The paths of the modules below are not part of the API and may change. docs/client.md describes all of it.
 */
export { SignalingClient } from './signaling/client.js';
export { SignalingError } from './signaling/error.js';
export { newKey, peerIdOf } from './signaling/key.js';
export { LocalMedia } from './media/local-media.js';
export { AudioOutput } from './media/audio-output.js';
export { PeerConnection } from './rtc/peer-connection.js';
export { Mesh } from './topology/mesh.js';
export { Room } from './room/room.js';

/**
 * Types of the above, for TypeScript.
 *
 * @typedef {import('./media/audio-output.js').AudioOutputEvents} AudioOutputEvents
 * @typedef {import('./media/local-media.js').LocalMediaEvents} LocalMediaEvents
 * @typedef {import('./media/local-media.js').LocalMediaOptions} LocalMediaOptions
 * @typedef {import('./media/local-media.js').LocalSource} LocalSource
 * @typedef {import('./room/participant.js').Participant} Participant
 * @typedef {import('./room/room.js').RoomEvents} RoomEvents
 * @typedef {import('./room/room.js').RoomOptions} RoomOptions
 * @typedef {import('./rtc/connection-stats.js').ConnectionStats} ConnectionStats
 * @typedef {import('./rtc/connection-stats.js').SourceStats} SourceStats
 * @typedef {import('./rtc/negotiation.js').Signal} Signal
 * @typedef {import('./rtc/peer-connection.js').PeerConnectionEvents} PeerConnectionEvents
 * @typedef {import('./rtc/peer-connection.js').PeerConnectionOptions} PeerConnectionOptions
 * @typedef {import('./rtc/received-sources.js').RemoteSource} RemoteSource
 * @typedef {import('./signaling/client.js').ClientEvents} ClientEvents
 * @typedef {import('./signaling/client.js').Options} SignalingClientOptions
 * @typedef {import('./signaling/protocol.js').Peer} Peer
 * @typedef {import('./topology/mesh.js').MeshEvents} MeshEvents
 * @typedef {import('./topology/mesh.js').MeshOptions} MeshOptions
 * @typedef {import('./topology/mesh.js').Recipients} Recipients
 */
