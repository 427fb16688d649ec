/** Lengths in CSS pixels. */
const GAP = 8;
const MIN_HEIGHT = 120;
/** Limits of the ratio of width to height. */
const WIDEST = 16 / 9;
const TALLEST = 3 / 4;

/**
 * The number of columns and the size of a tile for which the videos are largest. Tries all numbers of columns: CSS alone
 * cannot choose the one that fits both the width and the height.
 *
 * @param {number} count
 * @param {number} width
 * @param {number} height
 */
export function arrange(count, width, height) {
  // On a phone, most of the other people hold a phone as well, so that videos are square after cropping.
  const shape = width < height ? 1 : 4 / 3;
  let best = { columns: 1, width: 0, height: 0, shown: -1 };
  for (let columns = 1; columns <= count; columns++) {
    const wide = share(width, columns);
    const high = share(height, Math.ceil(count / columns));
    const shown = Math.min(wide, high * shape);
    if (shown > best.shown)
      best = { columns, shown, ...fitting(wide, Math.max(high, Math.min(MIN_HEIGHT, wide))) };
  }
  return best;
}

/**
 * @param {number} length
 * @param {number} parts
 */
function share(length, parts) {
  return (length - GAP * (parts - 1)) / parts;
}

/**
 * Limits the ratio of a tile.
 *
 * @param {number} wide
 * @param {number} high
 */
function fitting(wide, high) {
  return {
    width: Math.floor(Math.min(wide, high * WIDEST)),
    height: Math.floor(Math.min(high, wide / TALLEST)),
  };
}

/** Arranges the children of an element, again whenever its size or their number changes. */
export class Grid {
  /** @param {HTMLElement} list */
  constructor(list) {
    const area = /** @type {HTMLElement} */ (list.parentElement);
    const fit = () => {
      const count = [...list.children].filter(
        (child) => child instanceof HTMLElement && !child.hidden,
      ).length;
      const { columns, width, height } = arrange(count, area.clientWidth, area.clientHeight);
      list.style.setProperty('--tile-width', `${width}px`);
      list.style.setProperty('--tile-height', `${height}px`);
      list.style.setProperty('--grid-width', `${columns * width + (columns - 1) * GAP}px`);
    };
    new ResizeObserver(fit).observe(area);
    new MutationObserver(fit).observe(list, { childList: true, subtree: true, attributeFilter: ['hidden'] });
  }
}
