import { newKey } from '../../web-client/signaling/key.js';

/** Somebody in a room over HTTP alone: one who has no page, and posts and reads by hand. */
export class HttpSeat {
  #http;
  #lastId = 0;

  /** @param {import('./http2.js').Http2} http */
  static async join(http, room, key = newKey()) {
    const joined = await http.ask(`/v1/rooms/${room}/peers`, {
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
    this.proof = { authorization: `Bearer ${key}` };
  }

  says(data) {
    return this.#http.ask(`${this.path}/messages`, {
      method: 'POST',
      headers: this.proof,
      body: { type: 'message', id: ++this.#lastId, data },
    });
  }

  polls({ after = this.seq, wait }) {
    return this.#http.ask(`${this.path}/messages?after=${after}&wait=${wait}`, { headers: this.proof });
  }

  /** Whether a server, asked past all proxies, has this seat. */
  async isKnownAt(server) {
    const { status } = await fetch(new URL(`${this.path}/messages?wait=0`, server.url), {
      headers: this.proof,
    });
    return status === 200;
  }

  listens() {
    return this.#http.begin(`${this.path}/events?after=${this.seq}&ticket=${this.ticket}`);
  }
}
