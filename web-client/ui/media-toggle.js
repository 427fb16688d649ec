import { find, setIcon } from './dom.js';

/** @import { Kind, OwnMedia } from './own-media.js' */

/** @type {Record<Kind, { stop: string, start: string, key: string, icon: string, iconOff: string }>} */
const WORDS = {
  audio: { stop: 'Mute', start: 'Unmute', key: 'M', icon: 'mic', iconOff: 'mic-off' },
  video: { stop: 'Stop camera', start: 'Start camera', key: 'V', icon: 'camera', iconOff: 'camera-off' },
};

/**
 * Makes a button turn the camera or the microphone on and off, and say which of the two it will do.
 *
 * @param {HTMLButtonElement} button
 * @param {Kind} kind
 * @param {OwnMedia} media
 */
export function mediaToggle(button, kind, media) {
  const words = WORDS[kind];
  const render = () => {
    const on = media.isOn(kind);
    const label = on ? words.stop : words.start;
    button.dataset.on = String(on);
    button.title = `${label} (${words.key})`;
    find('.label', HTMLElement, button).textContent = label;
    setIcon(button, on ? words.icon : words.iconOff);
  };
  button.addEventListener('click', () => void media.toggle(kind));
  media.addEventListener('change', render);
  render();
}
