/** The client's end of a WebSocket whose server is a test. */
export class FakeSocket extends EventTarget {
  /** @type {any[]} what the client has said and the test has not looked at yet */
  said = [];
  closed = false;

  /** @param {string} url */
  constructor(url) {
    super();
    this.url = url;
  }

  /** @param {string} text */
  send(text) {
    this.said.push(JSON.parse(text));
  }

  close() {
    this.closed = true;
  }

  opens() {
    this.dispatchEvent(new Event('open'));
  }

  /** @param {object} message */
  hears(message) {
    this.hearsText(JSON.stringify(message));
  }

  /** @param {string} text */
  hearsText(text) {
    this.dispatchEvent(new MessageEvent('message', { data: text }));
  }

  /** @param {number} code @param {string} [reason] */
  isClosed(code, reason = '') {
    this.closed = true;
    this.dispatchEvent(Object.assign(new Event('close'), { code, reason }));
  }

  /** Everything that the client has said since the last look. */
  take() {
    return this.said.splice(0);
  }
}
