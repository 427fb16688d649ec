import { STATIC } from './strings.js';

/** Fills the static texts of index.html, in templates as well. A script of its own, so that it runs before the first paint. */
function fillStaticTexts() {
  const templates = [...document.querySelectorAll('template')].map(({ content }) => content);
  for (const root of [document, ...templates]) {
    for (const element of root.querySelectorAll('[data-text]'))
      element.textContent = text(element, 'data-text');
    for (const name of ['aria-label', 'title', 'placeholder'])
      for (const element of root.querySelectorAll(`[data-${name}]`))
        element.setAttribute(name, text(element, `data-${name}`));
  }
}

/**
 * @param {Element} element
 * @param {string} attribute  whose value is the key
 */
function text(element, attribute) {
  const key = element.getAttribute(attribute) ?? '';
  const found = /** @type {Record<string, string | undefined>} */ (STATIC)[key];
  if (found === undefined) throw new Error(`strings.js has no static text "${key}".`);
  return found;
}

fillStaticTexts();
