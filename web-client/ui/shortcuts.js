const TEXT_FIELDS = 'input, textarea, select, [contenteditable]';

/**
 * Registers single-key shortcuts. They work anywhere on the page, except in text fields, and not with modifier keys, which
 * are for shortcuts of the browser and of screen readers.
 *
 * @param {Record<string, () => void>} actions  by the key, in lower case
 */
export function shortcuts(actions) {
  document.addEventListener('keydown', (event) => {
    const isTyping = event.target instanceof Element && event.target.closest(TEXT_FIELDS);
    if (isTyping || event.repeat || event.ctrlKey || event.metaKey || event.altKey) return;
    actions[event.key.toLowerCase()]?.();
  });
}
