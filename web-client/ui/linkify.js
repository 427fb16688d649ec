// Invisible characters (\p{C}) end a link: a person must see all of the address.
const LINK = /https?:\/\/[^\s<>"\p{C}]+/giu;
const TRAILING_PUNCTUATION = /[.,;:!?'\])}…]+$/u;

/**
 * Turns the web addresses in a text into links. It builds nodes, not HTML, because the text comes from strangers.
 *
 * @param {string} text
 */
export function linkify(text) {
  const nodes = document.createDocumentFragment();
  let end = 0;
  for (const { 0: found, index } of text.matchAll(LINK)) {
    const address = withoutPunctuation(found);
    if (!URL.canParse(address)) continue;
    nodes.append(text.slice(end, index), link(address));
    end = index + address.length;
  }
  nodes.append(text.slice(end));
  return nodes;
}

/** @param {string} found  an address, perhaps with the punctuation of the sentence around it */
function withoutPunctuation(found) {
  const tail = TRAILING_PUNCTUATION.exec(found)?.[0] ?? '';
  // https://en.wikipedia.org/wiki/Parley_(disambiguation) ends with its bracket.
  const kept = tail.startsWith(')') && found.includes('(') ? 1 : 0;
  return found.slice(0, found.length - tail.length + kept);
}

/** @param {string} address */
function link(address) {
  const anchor = document.createElement('a');
  Object.assign(anchor, {
    href: address,
    textContent: address,
    target: '_blank',
    rel: 'noopener noreferrer',
  });
  return anchor;
}
