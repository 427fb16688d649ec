const TYPING = 'input, textarea, select, [contenteditable]';

/**
 * Single keys that do something anywhere on the page, except where one types.
 *
 * @param {Record<string, () => void>} actions by the key, in lower case
 */
export function shortcuts(actions) {
  document.addEventListener('keydown', (event) => {
    const isTyping = event.target instanceof Element && event.target.closest(TYPING);
    if (isTyping || event.repeat || event.ctrlKey || event.metaKey || event.altKey) return;
    actions[event.key.toLowerCase()]?.();
  });
}
