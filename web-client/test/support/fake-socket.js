/** @import { Transport } from '../../signaling/transport-picker.js' */

/** A WebSocket, or an `HttpChannel`, whose server is the test. */
export class FakeSocket extends EventTarget {
  /** @type {any[]} messages of the client that the test has not taken yet */
  sent = [];
  closed = false;
  /** See `HttpChannel`. */
  hasSeat = false;

  /** @param {string} url @param {Transport} [transport] */
  constructor(url, transport) {
    super();
    this.url = url;
    this.transport = transport;
  }

  /** @param {string} text */
  send(text) {
    this.sent.push(JSON.parse(text));
  }

  close() {
    this.closed = true;
  }

  open() {
    this.dispatchEvent(new Event('open'));
  }

  /** @param {object} message  from the server */
  receive(message) {
    this.receiveText(JSON.stringify(message));
  }

  /** @param {string} text  from the server */
  receiveText(text) {
    this.dispatchEvent(new MessageEvent('message', { data: text }));
  }

  /** @param {number} code @param {string} [reason] */
  closeFromServer(code, reason = '') {
    this.closed = true;
    this.dispatchEvent(Object.assign(new Event('close'), { code, reason }));
  }

  /** Returns the messages since the last call. */
  takeSent() {
    return this.sent.splice(0);
  }
}
