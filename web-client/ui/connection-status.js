import { byId, onDetail } from './dom.js';
import { CONNECTION } from './strings.js';

/**
 * @import { Announcer } from './announcer.js'
 * @import { Notices } from './notices.js'
 * @import { SignalingClient, StateDetail } from '../signaling/client.js'
 */

/** Attempts without a notice: most losses end with the first one, and a notice moves the page. */
const QUIET_ATTEMPTS = 1;

/**
 * Shows the state of the connection to the server, and offers a retry when it is lost for longer. Media does not depend on
 * this connection, so the texts do not say that the call has ended.
 */
export class ConnectionStatus {
  #element = byId('connection', HTMLElement);
  #client;
  #announcer;
  #notices;
  #others = 0;
  #isLost = false;
  #isOffline = false;

  /**
   * @param {{ client: SignalingClient, announcer: Announcer, notices: Notices }} options
   * @param {AbortSignal} signal
   */
  constructor({ client, announcer, notices }, signal) {
    this.#client = client;
    this.#announcer = announcer;
    this.#notices = notices;
    onDetail(client, 'state', (change) => this.#stateChanged(change), signal);
    onDetail(client, 'bye', () => announcer.announce(CONNECTION.restarting), signal);
    signal.addEventListener('abort', () => this.#end());
    this.#render();
  }

  /** @param {number} others  in the call */
  set others(others) {
    this.#others = others;
    this.#render();
  }

  /** @param {StateDetail} change */
  #stateChanged({ state, attempt = 0, retryAt, offline }) {
    const wasOffline = this.#isOffline;
    this.#isOffline = Boolean(offline);
    this.#render();
    if (offline) return wasOffline || this.#offline();
    if (state === 'open') return this.#restored();
    const hasFailed = retryAt !== undefined;
    if (hasFailed && this.#client.self) this.#lost(attempt);
    else if (hasFailed) this.#offerRetry(CONNECTION.unreachable);
  }

  /** The browser has no network. The server may be reachable anyway, on this machine for example: attempts go on. */
  #offline() {
    this.#announcer.announce(CONNECTION.offline);
    this.#notices.show('connection', CONNECTION.offline);
  }

  /** @param {number} attempt */
  #lost(attempt) {
    if (!this.#isLost) this.#announcer.announce(CONNECTION.lost);
    this.#isLost = true;
    if (attempt > QUIET_ATTEMPTS) this.#offerRetry(CONNECTION.stillLost);
  }

  /** @param {string} sentence */
  #offerRetry(sentence) {
    const run = () => this.#client.retry();
    this.#notices.show('connection', sentence, { label: CONNECTION.tryNow, run });
  }

  #restored() {
    this.#notices.hide('connection');
    if (this.#isLost) this.#announcer.announce(CONNECTION.restored);
    this.#isLost = false;
  }

  #end() {
    this.#notices.hide('connection');
    this.#element.dataset.state = 'closed';
    this.#element.textContent = '';
  }

  #render() {
    const { state, transport } = this.#client;
    const isFallback = state === 'open' && transport !== undefined && transport !== 'websocket';
    this.#element.dataset.state = state;
    this.#element.dataset.transport = transport ?? '';
    this.#element.title = isFallback ? CONNECTION.fallback : '';
    if (this.#isOffline && state !== 'closed') return (this.#element.textContent = CONNECTION.offlineShort);
    this.#element.textContent = {
      new: CONNECTION.joining,
      connecting: CONNECTION.joining,
      open: CONNECTION.open(this.#others, isFallback),
      reconnecting: CONNECTION.reconnecting,
      closed: '',
    }[state];
  }
}
