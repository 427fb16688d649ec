/**
 * @template {object} Events  the details of the events, by type
 * @typedef {Omit<EventTarget, 'addEventListener' | 'removeEventListener'> & {
 *   addEventListener: Listening<Events>,
 *   removeEventListener: Listening<Events>,
 * }} TypedEventTarget  an `EventTarget` whose `CustomEvent`s have typed details
 */

/**
 * @template {object} Events
 * @typedef {{
 *   <Type extends keyof Events & string>(
 *     type: Type,
 *     listener: ((event: CustomEvent<Events[Type]>) => void) | null,
 *     options?: AddEventListenerOptions | boolean,
 *   ): void,
 *   (type: string, listener: EventListenerOrEventListenerObject | null, options?: AddEventListenerOptions | boolean): void,
 * }} Listening
 */

/**
 * Dispatches a CustomEvent.
 *
 * @param {Pick<EventTarget, 'dispatchEvent'>} target
 * @param {string} type
 * @param {unknown} detail
 */
export function dispatch(target, type, detail) {
  target.dispatchEvent(new CustomEvent(type, { detail }));
}

/**
 * Calls a listener with the detail of each CustomEvent.
 *
 * @param {Pick<EventTarget, 'addEventListener'>} target
 * @param {string} type
 * @param {(detail: any) => void} listener
 * @param {AbortSignal} [signal]  removes the listener
 */
export function onDetail(target, type, listener, signal) {
  target.addEventListener(type, (event) => listener(/** @type {CustomEvent} */ (event).detail), { signal });
}
