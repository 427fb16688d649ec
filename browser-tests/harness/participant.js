import { until } from './until.js';

const TIMEOUT = 60_000;

/** A participant of a call, who uses the page. */
export class Participant {
  /** Messages on the console of the page. */
  console = [];
  /** Uncaught errors of the page. */
  failures = [];
  /** Peer id; empty before the first join. */
  id = '';

  static async create(browser, name, url, options) {
    const context = await browser.newContext(options);
    context.setDefaultTimeout(TIMEOUT);
    return new Participant(name, url, await context.newPage());
  }

  constructor(name, url, page) {
    this.name = name;
    this.url = url;
    this.page = page;
    page.on('console', (message) => this.console.push(`${message.type()}: ${message.text()}`));
    page.on('pageerror', (error) => isOfPage(error) && this.failures.push(error.stack ?? String(error)));
  }

  /** @param {string} id  a data-testid */
  find(id) {
    return this.page.getByTestId(id);
  }

  /** @param {string} path  or a URL */
  async open(path) {
    await this.page.goto(new URL(path, this.url).href);
  }

  async join(room) {
    await this.open(`/r/${room}`);
    await this.submitName();
  }

  /** Fills in the form that is shown, and joins. */
  async submitName() {
    await this.find('name').fill(this.name);
    await this.find('join').click();
    await this.waitUntilJoined();
  }

  async waitUntilJoined() {
    await this.tile('self').waitFor();
    await this.find('leave').waitFor();
    this.id = await this.page.evaluate(() => globalThis.parley.client.self.id);
  }

  async leave() {
    await this.find('leave').click();
    await this.find('join').waitFor();
  }

  tile(id) {
    return this.page.locator(`[data-testid=tile][data-peer="${id}"]`);
  }

  tileOf(other) {
    return this.tile(other.id);
  }

  /** A handle to the RTCPeerConnection to another participant. */
  connectionTo(other) {
    return this.page.evaluateHandle(
      (id) => globalThis.parley?.mesh.connections.get(id)?.connection,
      other.id,
    );
  }

  /** Waits until the page shows exactly these participants, all of them connected. */
  async waitForPeers(...others) {
    for (const { id } of others) await this.page.locator(connectedTile(id)).waitFor();
    await until(`${this.name} sees ${others.length} others`, async () => {
      return (await this.find('tile').count()) === others.length + 1;
    });
  }

  /** Waits for a state of the connection to the server. */
  async waitForConnection(state) {
    await this.page.locator(`[data-testid=connection][data-state=${state}]`).waitFor();
  }

  /** The signaling transport in use. */
  transport() {
    return this.page.evaluate(() => globalThis.parley.client.transport);
  }

  async sendChat(text) {
    if (!(await this.find('chat-input').isVisible())) await this.find('chat-open').click();
    await this.find('chat-input').fill(text);
    await this.find('chat-send').click();
  }

  /** The texts of the chat messages that the page shows. */
  chatTexts() {
    return this.find('chat-message').locator('.chat-text').allTextContents();
  }

  /** Records the reasons of `peer-left` events from now on. Returns a function that reads them. */
  async recordDepartures() {
    const reasons = await this.page.evaluateHandle(() => {
      const reasons = [];
      globalThis.parley.client.addEventListener('peer-left', ({ detail }) => reasons.push(detail.reason));
      return reasons;
    });
    return () => reasons.jsonValue();
  }
}

function connectedTile(id) {
  return `[data-testid=tile][data-peer="${id}"][data-state=connected]`;
}

/** Messages of Firefox about connections that fail, and from which the library recovers, are no errors of the page. */
const RECOVERABLE =
  /^(Firefox can’t establish a connection to the server at ws|The connection to ws|(WebRTC: )?ICE failed)/;

function isOfPage({ message }) {
  return !RECOVERABLE.test(message);
}
