const SHOWN_FOR = 5_000;
const MOST = 3;

/** Says what happens: to the eye for a while, to a screen reader politely. */
export class Announcer {
  #region;

  /** @param {HTMLElement} region a live region */
  constructor(region) {
    this.#region = region;
  }

  /** @param {string} sentence */
  say(sentence) {
    const line = document.createElement('p');
    line.textContent = sentence;
    this.#region.append(line);
    while (this.#region.childElementCount > MOST) this.#region.firstElementChild?.remove();
    setTimeout(() => line.remove(), SHOWN_FOR);
  }
}
