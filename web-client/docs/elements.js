/** @typedef {Node | string | false | null | undefined} Child  false, null and undefined are left out */

/**
 * Creates an element. Text becomes text nodes, so that nothing in the document is read as markup.
 *
 * @param {string} tag
 * @param {Record<string, string>} [attributes]
 * @param {...(Child | Child[])} children
 */
export function element(tag, attributes = {}, ...children) {
  const created = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    created.setAttribute(name, value);
  }
  created.append(...children.flat().filter((child) => child instanceof Node || typeof child === 'string'));
  return created;
}

/**
 * Inline CommonMark: code, strong and links, which is what the descriptions use.
 *
 * @param {string} text
 * @returns {Child[]}
 */
export function inline(text) {
  return text.split(/(`[^`]+`|\*\*[^*]+\*\*)/).map((part) => {
    if (part.startsWith('`')) return element('code', {}, part.slice(1, -1));
    if (part.startsWith('**')) return element('strong', {}, part.slice(2, -2));
    return part;
  });
}

/**
 * Block CommonMark: headings of the second level, lists and paragraphs.
 *
 * @param {string} text
 * @param {(title: string) => HTMLElement} heading  creates the heading of a section
 */
export function blocks(text, heading) {
  return text.split(/\n{2,}/).map((block) => {
    if (block.startsWith('## ')) return heading(block.slice(3));
    const lines = block.split('\n');
    for (const [tag, marker] of /** @type {[string, RegExp][]} */ ([
      ['ul', /^- /],
      ['ol', /^\d+\. /],
    ])) {
      if (lines.every((line) => marker.test(line))) {
        return element(
          tag,
          {},
          lines.map((line) => element('li', {}, inline(line.replace(marker, '')))),
        );
      }
    }
    return element('p', {}, inline(block));
  });
}

/**
 * A table that scrolls sideways by itself where the screen is narrow, also by keyboard.
 *
 * @param {string} label  the name of the table for screen readers
 * @param {string[]} headings
 * @param {(Child | Child[])[][]} rows  the first cell is the heading of its row
 */
export function table(label, headings, rows) {
  const [head, ...rest] = headings;
  return element(
    'div',
    { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': label },
    element(
      'table',
      {},
      element(
        'thead',
        {},
        element(
          'tr',
          {},
          [head ?? '', ...rest].map((text) => element('th', { scope: 'col' }, text)),
        ),
      ),
      element(
        'tbody',
        {},
        rows.map(([first, ...cells]) =>
          element(
            'tr',
            {},
            element('th', { scope: 'row' }, first),
            cells.map((cell) => element('td', {}, cell)),
          ),
        ),
      ),
    ),
  );
}
