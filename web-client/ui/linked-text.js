// Without characters that cannot be seen, so that a link looks like what it is.
const LINK = /https?:\/\/[^\s<>"\p{C}]+/giu;
const AFTER_LINK = /[.,;:!?'\])}…]+$/u;

/**
 * A text in which addresses of the web can be followed. Built of nodes, for it is a stranger's text.
 *
 * @param {string} text
 */
export function linkedText(text) {
  const nodes = document.createDocumentFragment();
  let end = 0;
  for (const { 0: found, index } of text.matchAll(LINK)) {
    const address = trimmed(found);
    if (!URL.canParse(address)) continue;
    nodes.append(text.slice(end, index), link(address));
    end = index + address.length;
  }
  nodes.append(text.slice(end));
  return nodes;
}

/** @param {string} found an address, perhaps with the end of the sentence that it stands in */
function trimmed(found) {
  const tail = AFTER_LINK.exec(found)?.[0] ?? '';
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
