import { newKey } from '../../web-client/parley.js';

/** A peer that uses the HTTP interface directly, without the browser library. */
export class HttpSeat {
  #http;
  #lastId = 0;

  /** @param {import('./http2.js').Http2Client} http */
  static async join(http, room, key = newKey()) {
    const joined = await http.fetch(`/v1/rooms/${room}/peers`, {
      method: 'POST',
      body: { type: 'join', key },
    });
    if (joined.status !== 201) throw new Error(`${joined.status}: ${joined.text}`);
    return new HttpSeat(http, key, joined.headers.location, JSON.parse(joined.text));
  }

  constructor(http, key, path, { self, seq, ticket, peers }) {
    this.#http = http;
    this.key = key;
    this.id = self.id;
    this.path = path;
    this.seq = seq;
    this.ticket = ticket;
    this.peers = peers;
    this.headers = { authorization: `Bearer ${key}` };
  }

  sendMessage(data) {
    return this.#http.fetch(`${this.path}/messages`, {
      method: 'POST',
      headers: this.headers,
      body: { type: 'message', id: ++this.#lastId, data },
    });
  }

  poll({ after = this.seq, wait }) {
    return this.#http.fetch(`${this.path}/messages?after=${after}&wait=${wait}`, { headers: this.headers });
  }

  /** Whether a server has this seat, without a proxy in between. */
  async isAt(server) {
    const { status } = await fetch(new URL(`${this.path}/messages?wait=0`, server.url), {
      headers: this.headers,
    });
    return status === 200;
  }

  openStream() {
    return this.#http.request(`${this.path}/events?after=${this.seq}&ticket=${this.ticket}`);
  }
}
