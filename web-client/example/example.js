// The smallest page that makes a call: its own video, and what each peer in the room sends.
import { Mesh, SignalingClient, openMedia } from '../parley.js';

const room = location.hash.slice(1) || new URLSearchParams(location.search).get('room') || 'example';
const status = /** @type {HTMLElement} */ (document.querySelector('#status'));

/** Plays a stream. @param {string} id @param {'audio' | 'video'} kind @param {MediaStream} stream */
function play(id, kind, stream) {
  const player = document.createElement(kind);
  // A person must not hear themselves.
  Object.assign(player, { id, autoplay: true, muted: id === 'self', srcObject: stream });
  player.setAttribute('playsinline', '');
  document.querySelector('#videos')?.append(player);
}

// Without a camera or a microphone, the stream has one track or is null, and the page still receives.
const { stream, problems } = await openMedia();
if (stream) play('self', 'video', stream);

const client = new SignalingClient({ url: new URL(`/v1/rooms/${room}`, location.href) });
// Before the join, so that the mesh connects to the peers in the room.
const mesh = new Mesh({ client, stream });
mesh.addEventListener('source-added', (event) => {
  const { id, source } = /** @type {CustomEvent} */ (event).detail;
  play(`${id} ${source.name}`, source.kind, source.stream);
});
mesh.addEventListener('source-removed', (event) => {
  const { id, source } = /** @type {CustomEvent} */ (event).detail;
  document.getElementById(`${id} ${source.name}`)?.remove();
});
client.addEventListener('state', (event) => {
  const { state, error } = /** @type {CustomEvent} */ (event).detail;
  status.textContent = [`${room}: ${state}`, error, ...problems]
    .map((part) => part?.message ?? part)
    .join(' ');
});
// Rejects only if the server refuses the join for good. Lost connections are retried.
client.join().catch(() => mesh.close());
