/** @import { Room } from '../parley.js' */

/**
 * Plays all sources of all participants, with their names, below an element.
 *
 * @param {Room} room
 * @param {Element} container
 */
export function playSources(room, container) {
  /** @type {Map<object, HTMLElement>} by source */
  const figures = new Map();
  room.addEventListener('source-added', ({ detail: { participant, source } }) => {
    const player = document.createElement(source.kind);
    Object.assign(player, { autoplay: true, srcObject: source.stream });
    player.setAttribute('playsinline', '');
    const caption = document.createElement('figcaption');
    caption.textContent = `${participant.name}: ${source.name}`;
    const figure = document.createElement('figure');
    figure.append(player, caption);
    figures.set(source, figure);
    container.append(figure);
  });
  room.addEventListener('source-removed', ({ detail: { source } }) => {
    figures.get(source)?.remove();
    figures.delete(source);
  });
}

/** An element of the page. @template {HTMLElement} T @param {string} id @param {new () => T} type @returns {T} */
export function element(id, type) {
  const found = document.getElementById(id);
  if (!(found instanceof type)) throw new Error(`#${id} is missing`);
  return found;
}

/** The URL of a room of the server that has served this page. @param {string} name */
export function roomUrl(name) {
  return new URL(`/v1/rooms/${name}`, location.href);
}
