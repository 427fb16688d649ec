const TEXT_FIELDS = 'input, textarea, select, [contenteditable]';

/**
 * Registers single-key shortcuts. They work anywhere on the page, except in text fields and with modifier keys.
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
