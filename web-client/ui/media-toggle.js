import { find, setIcon } from './dom.js';
import { MEDIA } from './strings.js';

/** @import { DeviceName } from '../media/local-media.js' */
/** @import { LocalMedia } from './local-media.js' */

/** @type {Record<DeviceName, { key: string, icon: string, iconOff: string }>} */
const LOOKS = {
  microphone: { key: 'M', icon: 'mic', iconOff: 'mic-off' },
  camera: { key: 'V', icon: 'camera', iconOff: 'camera-off' },
};

/**
 * Makes a button turn the camera or the microphone on and off. Its label is what a press will do, so it has no
 * `aria-pressed`: a state beside a changing label would say the opposite.
 *
 * @param {HTMLButtonElement} button
 * @param {DeviceName} name
 * @param {LocalMedia} media
 */
export function mediaToggle(button, name, media) {
  const { key, icon, iconOff } = LOOKS[name];
  const { start, stop } = MEDIA[name];
  const render = () => {
    const on = media.isOn(name);
    const label = on ? stop : start;
    button.dataset.on = String(on);
    button.title = `${label} (${key})`;
    find('.label', HTMLElement, button).textContent = label;
    setIcon(button, on ? icon : iconOff);
  };
  button.addEventListener('click', () => void media.toggle(name));
  media.addEventListener('change', render);
  render();
}
