const SHOWN_FOR = 5_000;
const MOST = 3;

/** Says what happens: to the eye for a while, to a screen reader politely. */
export class Announcer {
  #region;

  /** @param {HTMLElement} region a live region */
  constructor(region) {
    this.#region = region;
  }

  /**
   * @param {string} sentence
   * @param {string} [topic] for `drop`
   */
  say(sentence, topic = '') {
    const line = document.createElement('p');
    line.textContent = sentence;
    line.dataset.topic = topic;
    this.#region.append(line);
    while (this.#region.childElementCount > MOST) this.#region.firstElementChild?.remove();
    setTimeout(() => line.remove(), SHOWN_FOR);
  }

  /** @param {string} topic what is shown elsewhere by now */
  drop(topic) {
    for (const line of this.#region.querySelectorAll(`[data-topic="${topic}"]`)) line.remove();
  }
}
