import { byId, hear } from './dom.js';
import { company } from './sentences.js';

/**
 * @import { Announcer } from './announcer.js'
 * @import { Notices } from './notices.js'
 * @import { SignalingClient } from '../signaling/client.js'
 */

const DETOUR =
  'This network holds up the direct way to the server. Chat may take a moment longer; sound and picture do not.';

/** Says in words how the connection to the server is, and what a person can do when it is lost. */
export class ConnectionLine {
  #line = byId('connection', HTMLElement);
  #client;
  #announcer;
  #notices;
  #others = 0;
  #isLost = false;

  /**
   * @param {{ client: SignalingClient, announcer: Announcer, notices: Notices }} parts
   * @param {AbortSignal} signal
   */
  constructor({ client, announcer, notices }, signal) {
    this.#client = client;
    this.#announcer = announcer;
    this.#notices = notices;
    hear(client, 'state', (now) => this.#follow(now), signal);
    hear(client, 'bye', () => announcer.say('The server restarts. The call goes on.'), signal);
    signal.addEventListener('abort', () => this.#end());
    this.#render();
  }

  /** @param {number} others */
  set others(others) {
    this.#others = others;
    this.#render();
  }

  /** @param {{ state: string, attempt?: number, retryAt?: number }} now */
  #follow({ state, attempt = 0, retryAt }) {
    this.#render();
    if (state === 'open') return this.#back();
    const hasFailed = retryAt !== undefined;
    if (hasFailed && this.#client.self) this.#lost(attempt);
    else if (hasFailed)
      this.#offerRetry('The server cannot be reached. Check your connection; we keep trying.');
  }

  /** @param {number} attempt */
  #lost(attempt) {
    if (!this.#isLost) this.#announcer.say('You lost the connection. Reconnecting…');
    this.#isLost = true;
    // Most losses are over at the first attempt: no need to move the page for them.
    if (attempt < 2) return;
    this.#offerRetry(
      'You lost the connection to the server. Sound and picture go on if they can; we keep trying.',
    );
  }

  /** @param {string} sentence */
  #offerRetry(sentence) {
    this.#notices.show('connection', sentence, { label: 'Try now', run: () => this.#client.retry() });
  }

  #back() {
    this.#notices.hide('connection');
    if (this.#isLost) this.#announcer.say('You are back.');
    this.#isLost = false;
  }

  #end() {
    this.#notices.hide('connection');
    this.#line.dataset.state = 'closed';
    this.#line.textContent = '';
  }

  #render() {
    const { state, transport } = this.#client;
    const isDetour = state === 'open' && transport !== undefined && transport !== 'websocket';
    this.#line.dataset.state = state;
    this.#line.dataset.transport = transport ?? '';
    this.#line.title = isDetour ? DETOUR : '';
    this.#line.textContent = {
      new: 'Joining…',
      connecting: 'Joining…',
      open: `${isDetour ? 'Connected by a detour' : 'Connected'} · ${company(this.#others)}`,
      reconnecting: 'Reconnecting…',
      closed: '',
    }[state];
  }
}
