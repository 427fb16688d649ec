// Screens with their sound, shared by several people at once: /example/screen.html?name=Ana#room
import { LocalMedia, Room } from '../parley.js';
import { element, playSources, roomUrl } from './players.js';

const name = new URLSearchParams(location.search).get('name') ?? 'Guest';
const status = element('status', HTMLElement);
const share = element('share', HTMLButtonElement);
const sound = element('sound', HTMLInputElement);

const media = new LocalMedia();
const room = new Room({ url: roomUrl(location.hash.slice(1) || 'screens'), name, media });
playSources(room, element('screens', HTMLElement));
room.addEventListener('state', ({ detail: { state, error } }) => {
  status.textContent = [state, error?.message].filter(Boolean).join(': ');
});

// Also when the person stops it by the button of the browser, or closes the shared window.
media.addEventListener('change', () => {
  const isShared = media.sources.has('screen');
  share.textContent = isShared ? 'Stop sharing' : 'Share the screen';
  const problem = media.problems.get('screen');
  if (problem) status.textContent = `The screen cannot be shared: ${problem}`;
});
// Browsers ask the person for a screen in answer to a click only.
share.addEventListener('click', () => {
  if (media.sources.has('screen')) media.close('screen');
  else void media.shareScreen({ audio: sound.checked });
});

await room.join();
share.disabled = false;
