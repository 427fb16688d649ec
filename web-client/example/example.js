import { Mesh, SignalingClient, openMedia } from '../parley.js';

const room = location.hash.slice(1) || new URLSearchParams(location.search).get('room') || 'example';
const status = /** @type {HTMLElement} */ (document.querySelector('#status'));

/** @param {string} id @param {MediaStream | null} stream */
function show(id, stream) {
  const known = /** @type {HTMLVideoElement | null} */ (document.getElementById(id));
  const video =
    known ?? Object.assign(document.createElement('video'), { id, autoplay: true, playsInline: true });
  video.srcObject = stream;
  video.muted = id === 'self';
  document.querySelector('#videos')?.append(video);
}

const { stream, problems } = await openMedia();
show('self', stream);

const client = new SignalingClient({ url: new URL(`/v1/rooms/${room}`, location.href) });
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
addEventListener('pagehide', () => client.leave());
client.join().catch(() => mesh.close());
