/**
 * The element of index.html with this id; a missing or different one is a mistake that must show at once.
 *
 * @template {Element} T
 * @param {string} id
 * @param {new () => T} type
 * @param {ParentNode} [root]
 * @returns {T}
 */
export function byId(id, type, root = document) {
  return find(`#${id}`, type, root);
}

/**
 * @template {Element} T
 * @param {string} selector
 * @param {new () => T} type
 * @param {ParentNode} root
 * @returns {T}
 */
export function find(selector, type, root) {
  const found = root.querySelector(selector);
  if (!(found instanceof type)) throw new Error(`The page has no ${type.name} ${selector}.`);
  return found;
}

/**
 * A fresh copy of what a template of index.html holds.
 *
 * @param {string} id
 * @returns {HTMLElement}
 */
export function fromTemplate(id) {
  const copy = byId(id, HTMLTemplateElement).content.firstElementChild?.cloneNode(true);
  if (!(copy instanceof HTMLElement)) throw new Error(`The template ${id} is empty.`);
  return copy;
}

/**
 * Listens to the details of a CustomEvent, until the signal says stop.
 *
 * @param {EventTarget} target
 * @param {string} type
 * @param {(detail: any) => void} listener
 * @param {AbortSignal} [signal]
 */
export function hear(target, type, listener, signal) {
  target.addEventListener(type, (event) => listener(/** @type {CustomEvent} */ (event).detail), { signal });
}

/**
 * Shows another picture of the sprite in index.html.
 *
 * @param {Element} holder an element with one svg icon in it
 * @param {string} icon
 */
export function setIcon(holder, icon) {
  holder.querySelector('use')?.setAttribute('href', `#icon-${icon}`);
}
