// The smallest page that makes a call: its own video, and one for each peer in the room.
import { Mesh, SignalingClient, openMedia } from '../parley.js';

const room = location.hash.slice(1) || new URLSearchParams(location.search).get('room') || 'example';
const status = /** @type {HTMLElement} */ (document.querySelector('#status'));

/** Shows a stream in a video element of its own. @param {string} id @param {MediaStream | null} stream */
function show(id, stream) {
  const known = /** @type {HTMLVideoElement | null} */ (document.getElementById(id));
  const video =
    known ?? Object.assign(document.createElement('video'), { id, autoplay: true, playsInline: true });
  video.srcObject = stream;
  // A person must not hear themselves.
  video.muted = id === 'self';
  document.querySelector('#videos')?.append(video);
}

// Without a camera or a microphone, the stream has one track or is null, and the page still receives.
const { stream, problems } = await openMedia();
show('self', stream);

const client = new SignalingClient({ url: new URL(`/v1/rooms/${room}`, location.href) });
// Before the join, so that the mesh connects to the peers in the room.
const mesh = new Mesh({ client, stream });
mesh.addEventListener('stream', (event) => {
  const { id, stream } = /** @type {CustomEvent} */ (event).detail;
  show(id, stream);
});
mesh.addEventListener('gone', (event) => {
  document.getElementById(/** @type {CustomEvent} */ (event).detail.id)?.remove();
});
client.addEventListener('state', (event) => {
  const { state, error } = /** @type {CustomEvent} */ (event).detail;
  status.textContent = [`${room}: ${state}`, error, ...problems]
    .map((part) => part?.message ?? part)
    .join(' ');
});
// Otherwise the other peers would wait until the seat times out.
addEventListener('pagehide', () => client.leave());
// Rejects only if the server refuses the join for good. Lost connections are retried.
client.join().catch(() => mesh.close());
