/** @import { Tile } from './tile.js' */

/** Time before a change is reported, in milliseconds: sizes change with each frame of a transition. */
const REPORT_DELAY = 500;

/**
 * Reports at which height the videos of tiles are shown, in device pixels; 0 for those that cannot be seen. The size is that of
 * the tile: a video that is not sent has none, and would never be sent again.
 */
export class DisplayedSizes {
  /** @type {Map<Element, { video: HTMLVideoElement, report: (height: number) => void, isOnScreen: boolean, height?: number }>} */
  #tiles = new Map();
  #resizes = new ResizeObserver(() => this.#schedule());
  #crossings = new IntersectionObserver((entries) => this.#crossed(entries));
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;

  /** @param {AbortSignal} signal  ends the observation */
  constructor(signal) {
    document.addEventListener('visibilitychange', () => this.#schedule(), { signal });
    signal.addEventListener('abort', () => {
      clearTimeout(this.#timer);
      this.#resizes.disconnect();
      this.#crossings.disconnect();
    });
  }

  /**
   * @param {Tile} tile
   * @param {(height: number) => void} report  called after each change
   */
  watch({ element, video }, report) {
    if (this.#tiles.has(element)) return;
    this.#tiles.set(element, { video, report, isOnScreen: true });
    video.addEventListener('resize', () => this.#schedule());
    this.#resizes.observe(element);
    this.#crossings.observe(element);
  }

  /** @param {Tile} tile */
  unwatch({ element }) {
    this.#tiles.delete(element);
    this.#resizes.unobserve(element);
    this.#crossings.unobserve(element);
  }

  /** @param {IntersectionObserverEntry[]} entries */
  #crossed(entries) {
    for (const { target, isIntersecting } of entries) {
      const tile = this.#tiles.get(target);
      if (tile) tile.isOnScreen = isIntersecting;
    }
    this.#schedule();
  }

  #schedule() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#report(), REPORT_DELAY);
  }

  #report() {
    for (const [element, tile] of this.#tiles) {
      const height = document.hidden || !tile.isOnScreen ? 0 : shownHeight(element, tile.video);
      if (height === tile.height) continue;
      tile.height = height;
      tile.report(height);
    }
  }
}

/**
 * @param {Element} tile
 * @param {HTMLVideoElement} video
 */
function shownHeight({ clientWidth, clientHeight }, video) {
  const ratio = video.videoHeight ? video.videoWidth / video.videoHeight : 16 / 9;
  const isCropped = getComputedStyle(video).objectFit === 'cover';
  const height = (isCropped ? Math.max : Math.min)(clientHeight, clientWidth / ratio);
  return Math.round(height * devicePixelRatio);
}
