export { onDetail } from '../signaling/events.js';

/**
 * The element of index.html with this id. Throws if it is missing or of another type, so that a mistake in the markup shows
 * at once.
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
 * A copy of the content of a template of index.html.
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
 * Changes the icon of an element to another one of the sprite in index.html.
 *
 * @param {Element} holder  with one svg icon
 * @param {string} icon
 */
export function setIcon(holder, icon) {
  holder.querySelector('use')?.setAttribute('href', `#icon-${icon}`);
}
