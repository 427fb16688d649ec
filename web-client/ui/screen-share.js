import { find } from './dom.js';
import { SCREEN, screenProblem } from './strings.js';

/**
 * @import { Announcer } from './announcer.js'
 * @import { LocalMedia } from './local-media.js'
 * @import { Notices } from './notices.js'
 */

/**
 * Makes a button share the screen, and stop sharing. The button of the browser ends it too.
 *
 * @param {HTMLButtonElement} button
 * @param {{ media: LocalMedia, announcer: Announcer, notices: Notices }} page
 */
export function screenShare(button, { media, announcer, notices }) {
  let isShared = false;
  const render = () => {
    const wasShared = isShared;
    isShared = media.sources.has('screen');
    button.dataset.on = String(!isShared);
    find('.label', HTMLElement, button).textContent = isShared ? SCREEN.stop : SCREEN.start;
    if (wasShared && !isShared) announcer.announce(SCREEN.stopped);
    const problem = media.problems.get('screen');
    if (problem) notices.show('screen', screenProblem(problem));
    else notices.hide('screen');
  };
  button.hidden = !navigator.mediaDevices?.getDisplayMedia;
  button.addEventListener('click', () => {
    if (isShared) media.close('screen');
    else void media.shareScreen();
  });
  media.addEventListener('change', render);
  render();
}
