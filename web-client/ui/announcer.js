/** In milliseconds. */
const SHOWN_FOR = 5_000;
const MAX_SHOWN = 3;

/** Announces events: visibly for a few seconds, and politely to screen readers (an ARIA live region). */
export class Announcer {
  #region;

  /** @param {HTMLElement} region  with `aria-live` */
  constructor(region) {
    this.#region = region;
  }

  /**
   * @param {string} sentence
   * @param {string} [topic]  for `clear`
   */
  announce(sentence, topic = '') {
    const line = document.createElement('p');
    line.textContent = sentence;
    line.dataset.topic = topic;
    this.#region.append(line);
    while (this.#region.childElementCount > MAX_SHOWN) this.#region.firstElementChild?.remove();
    setTimeout(() => line.remove(), SHOWN_FOR);
  }

  /** Removes announcements that the page shows elsewhere by now. @param {string} topic */
  clear(topic) {
    for (const line of this.#region.querySelectorAll(`[data-topic="${topic}"]`)) line.remove();
  }
}
