import { find, setIcon } from './dom.js';
import { MEDIA } from './strings.js';

/** @import { Kind, LocalMedia } from './local-media.js' */

/** @type {Record<Kind, { key: string, icon: string, iconOff: string }>} */
const LOOKS = {
  audio: { key: 'M', icon: 'mic', iconOff: 'mic-off' },
  video: { key: 'V', icon: 'camera', iconOff: 'camera-off' },
};

/**
 * Makes a button turn the camera or the microphone on and off. Its label is what a press will do, so it has no
 * `aria-pressed`: a state beside a changing label would say the opposite.
 *
 * @param {HTMLButtonElement} button
 * @param {Kind} kind
 * @param {LocalMedia} media
 */
export function mediaToggle(button, kind, media) {
  const { key, icon, iconOff } = LOOKS[kind];
  const { start, stop } = MEDIA[kind];
  const render = () => {
    const on = media.isOn(kind);
    const label = on ? stop : start;
    button.dataset.on = String(on);
    button.title = `${label} (${key})`;
    find('.label', HTMLElement, button).textContent = label;
    setIcon(button, on ? icon : iconOff);
  };
  button.addEventListener('click', () => void media.toggle(kind));
  media.addEventListener('change', render);
  render();
}
