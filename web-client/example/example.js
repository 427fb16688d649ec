// The smallest page that makes a call: the own picture, and the sources that each participant sends.
import { LocalMedia, Room } from '../parley.js';

const name = location.hash.slice(1) || 'example';
const media = new LocalMedia();
const room = new Room({ url: new URL(`/v1/rooms/${name}`, location.href), media });

/** Plays a stream. @param {string} id @param {'audio' | 'video'} kind @param {MediaStream} stream @param {boolean} [muted] */
function play(id, kind, stream, muted = false) {
  const player = Object.assign(document.createElement(kind), {
    id,
    autoplay: true,
    muted,
    srcObject: stream,
  });
  player.setAttribute('playsinline', '');
  document.querySelector('#videos')?.append(player);
}

room.addEventListener('source-added', ({ detail: { participant, source } }) => {
  play(`${participant.id} ${source.name}`, source.kind, source.stream);
});
room.addEventListener('source-removed', ({ detail: { participant, source } }) => {
  document.getElementById(`${participant.id} ${source.name}`)?.remove();
});
room.addEventListener('state', ({ detail: { state, error } }) => {
  const parts = [`${name}: ${state}`, error?.message, ...media.problems.values()];
  /** @type {HTMLElement} */ (document.querySelector('#status')).textContent = parts
    .filter(Boolean)
    .join(' ');
});

// Opens nothing without devices: the page then receives only.
await media.open();
const track = media.sources.get('camera')?.track;
if (track) play('self', 'video', new MediaStream([track]), true);
// Rejects only if the server refuses the join for good. Lost connections are retried.
await room.join();
