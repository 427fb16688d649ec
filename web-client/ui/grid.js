const GAP = 8;
const LOWEST = 120;
const WIDEST = 16 / 9;
const TALLEST = 3 / 4;

/**
 * The number of columns, and the size of a tile, which show the most of everybody.
 *
 * @param {number} count
 * @param {number} width
 * @param {number} height
 */
export function arrange(count, width, height) {
  // Who holds a telephone upright sees others who do the same; at a desk, pictures are wide.
  const shape = width < height ? 1 : 4 / 3;
  let best = { columns: 1, width: 0, height: 0, shown: -1 };
  for (let columns = 1; columns <= count; columns++) {
    const wide = share(width, columns);
    const high = share(height, Math.ceil(count / columns));
    const shown = Math.min(wide, high * shape);
    if (shown > best.shown)
      best = { columns, shown, ...fitting(wide, Math.max(high, Math.min(LOWEST, wide))) };
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
 * A tile is neither a strip nor a tower.
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

/** Keeps the children of an element arranged, whatever its size and their number. */
export class Grid {
  /** @param {HTMLElement} list */
  constructor(list) {
    const stage = /** @type {HTMLElement} */ (list.parentElement);
    const fit = () => {
      const count = [...list.children].filter(
        (child) => child instanceof HTMLElement && !child.hidden,
      ).length;
      const { columns, width, height } = arrange(count, stage.clientWidth, stage.clientHeight);
      list.style.setProperty('--tile-width', `${width}px`);
      list.style.setProperty('--tile-height', `${height}px`);
      list.style.setProperty('--grid-width', `${columns * width + (columns - 1) * GAP}px`);
    };
    new ResizeObserver(fit).observe(stage);
    new MutationObserver(fit).observe(list, { childList: true, subtree: true, attributeFilter: ['hidden'] });
  }
}
