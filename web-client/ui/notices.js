import { find, fromTemplate } from './dom.js';

/**
 * @typedef {{ label: string, run: () => void }} Action  a button of the notice, which also hides it
 */

/**
 * Notices about problems, at most one for each topic, shown until the problem is solved or the person dismisses it. Short
 * events without a need to act go to the `Announcer` instead.
 */
export class Notices {
  /** @type {Map<string, HTMLElement>} the last notice of each topic, dismissed ones included */
  #notices = new Map();
  #list;

  /** @param {HTMLElement} list */
  constructor(list) {
    this.#list = list;
  }

  /**
   * @param {string} topic
   * @param {string} sentence
   * @param {Action} [action]
   */
  show(topic, sentence, action) {
    const before = this.#notices.get(topic);
    // The same sentence again is not new: if it was dismissed, it stays dismissed until `hide`.
    if (before?.dataset.sentence === sentence) return;
    const notice = fromTemplate('notice-template');
    Object.assign(notice.dataset, { topic, sentence });
    find('.notice-text', HTMLElement, notice).textContent = sentence;
    this.#setAction(find('.notice-action', HTMLButtonElement, notice), topic, action);
    find('.notice-close', HTMLButtonElement, notice).onclick = () => notice.remove();
    this.#notices.set(topic, notice);
    if (before?.isConnected) before.replaceWith(notice);
    else this.#list.append(notice);
  }

  /** @param {string} topic */
  hide(topic) {
    this.#notices.get(topic)?.remove();
    this.#notices.delete(topic);
  }

  /**
   * @param {HTMLButtonElement} button
   * @param {string} topic
   * @param {Action} [action]
   */
  #setAction(button, topic, action) {
    button.hidden = !action;
    if (!action) return;
    button.textContent = action.label;
    button.onclick = () => {
      this.hide(topic);
      action.run();
    };
  }
}
