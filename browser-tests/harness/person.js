import { until } from './until.js';

const PATIENCE = 60_000;

/** Somebody before a page. */
export class Person {
  /** What the page has said on its console. */
  console = [];
  /** Errors that nobody in the page has caught. */
  failures = [];
  id = '';

  static async before(browser, name, url, options) {
    const context = await browser.newContext(options);
    context.setDefaultTimeout(PATIENCE);
    return new Person(name, url, await context.newPage());
  }

  constructor(name, url, page) {
    this.name = name;
    this.url = url;
    this.page = page;
    page.on('console', (message) => this.console.push(`${message.type()}: ${message.text()}`));
    page.on('pageerror', (error) => isOfThePage(error) && this.failures.push(error.stack ?? String(error)));
  }

  /** What has this data-testid. */
  find(id) {
    return this.page.getByTestId(id);
  }

  /** @param {string} path  with or without a server's address before it */
  async opens(path) {
    await this.page.goto(new URL(path, this.url).href);
  }

  async joins(room) {
    await this.opens(`/r/${room}`);
    await this.entersAs(this.name);
  }

  /** Fills in the form that is shown, and goes in. */
  async entersAs(name) {
    await this.find('name').fill(name);
    await this.find('join').click();
    await this.isIn();
  }

  async isIn() {
    await this.tile('self').waitFor();
    await this.find('leave').waitFor();
    this.id = await this.page.evaluate(() => globalThis.parley.client.self.id);
  }

  async leaves() {
    await this.find('leave').click();
    await this.find('join').waitFor();
  }

  tile(id) {
    return this.page.locator(`[data-testid=tile][data-peer="${id}"]`);
  }

  tileOf(other) {
    return this.tile(other.id);
  }

  /** The connection that carries the other's sound and picture, in the page. */
  connectionTo(other) {
    return this.page.evaluateHandle(
      (id) => globalThis.parley?.mesh.connections.get(id)?.connection,
      other.id,
    );
  }

  /** Waits until exactly these others are there, each connected. */
  async isWith(...others) {
    for (const { id } of others) await this.page.locator(connected(id)).waitFor();
    await until(`${this.name} is with ${others.length} others`, async () => {
      return (await this.find('tile').count()) === others.length + 1;
    });
  }

  /** Waits until the way to the server is in this state. */
  async connectionIs(state) {
    await this.page.locator(`[data-testid=connection][data-state=${state}]`).waitFor();
  }

  async says(line) {
    if (!(await this.find('chat-input').isVisible())) await this.find('chat-open').click();
    await this.find('chat-input').fill(line);
    await this.find('chat-send').click();
  }

  /** The chat as it is shown, by its lines. */
  chat() {
    return this.find('chat-message').locator('.chat-text').allTextContents();
  }
}

function connected(id) {
  return `[data-testid=tile][data-peer="${id}"][data-state=connected]`;
}

/** Firefox tells of a WebSocket that cannot be opened as if it were an error of the page's own. */
function isOfThePage({ message }) {
  return !message.startsWith('Firefox can’t establish a connection to the server at ws');
}
