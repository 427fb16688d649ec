import { find, fromTemplate } from './dom.js';

/**
 * @typedef {{ label: string, run: () => void }} Action what a person can do about it
 */

/** The problems that a person should know of, one for each topic, until it is solved or put away. */
export class Notices {
  /** @type {Map<string, HTMLElement>} */
  #shown = new Map();
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
    const before = this.#shown.get(topic);
    // The same thing again is no news, and what was put away stays away.
    if (before?.dataset.sentence === sentence) return;
    const notice = fromTemplate('notice-template');
    Object.assign(notice.dataset, { topic, sentence });
    find('.notice-text', HTMLElement, notice).textContent = sentence;
    this.#offer(find('.notice-action', HTMLButtonElement, notice), topic, action);
    find('.notice-close', HTMLButtonElement, notice).onclick = () => notice.remove();
    this.#shown.set(topic, notice);
    if (before?.isConnected) before.replaceWith(notice);
    else this.#list.append(notice);
  }

  /** @param {string} topic */
  hide(topic) {
    this.#shown.get(topic)?.remove();
    this.#shown.delete(topic);
  }

  /**
   * @param {HTMLButtonElement} button
   * @param {string} topic
   * @param {Action} [action]
   */
  #offer(button, topic, action) {
    button.hidden = !action;
    if (!action) return;
    button.textContent = action.label;
    button.onclick = () => {
      this.hide(topic);
      action.run();
    };
  }
}
