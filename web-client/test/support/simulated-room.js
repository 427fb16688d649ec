/** @import { FakeSocket } from './fake-socket.js' */
import { ANN, BEN, FEATURES, ben, joined } from './client-harness.js';

const REPLACED = { type: 'replaced' };

/**
 * A connection with messages in flight in both directions.
 *
 * @typedef {object} Line
 * @property {FakeSocket} socket
 * @property {object[]} inFlight  to the client
 * @property {boolean} attached  whether it holds the seat
 * @property {number} received  the highest id that was processed, as far as this connection knows
 * @property {number} [refused]  id of the request that was refused for now, and must be sent again
 * @property {object[]} [errors]  refusals for the next `ack`, as over HTTP; without it, each is sent at once, as on a WebSocket
 */

/**
 * A room with a log, as the protocol describes it, for one client whose connections are lost at any moment with all that is
 * in flight. Of several connections, the last one that joined holds the seat.
 */
export class SimulatedRoom {
  /** @type {unknown[]} data of all messages that were processed, under any seat */
  processed = [];
  /** The outcome of each `set` that was processed: its `seq` or 'conflict'. @type {(number | 'conflict')[]} */
  outcomes = [];
  /** @type {Map<string, { value: unknown, seq: number }>} */
  state = new Map();
  /** @type {object[]} refusals of the current seat */
  #errors = [];
  /** @type {{ seq: number }[]} */
  #log = [];
  #seq = 0;
  #seats = 0;
  /** @type {number | undefined} end of the log when the current seat was taken */
  #since;
  #received = 0;
  /** @type {Line[]} */
  #lines = [];
  #random;

  /** @param {() => number} [random]  picks among several connections, and the way in which refusals are sent */
  constructor(random = () => 0) {
    this.#random = random;
  }

  /** @param {FakeSocket} socket */
  accept(socket) {
    const errors = this.#random() < 0.5 ? [] : undefined;
    this.#lines.push({ socket, inFlight: [], attached: false, received: 0, errors });
    socket.open();
  }

  /** Whether nothing is in flight. */
  get isIdle() {
    return this.#lines.every(({ socket, inFlight }) => inFlight.length === 0 && socket.sent.length === 0);
  }

  /** Ben sends a message. @param {unknown} data */
  messageFromBen(data) {
    this.#append({ type: 'message', from: BEN, data });
  }

  /** Ben sets a value. @param {string} name @param {unknown} value */
  setByBen(name, value) {
    this.#set(name, value, BEN);
  }

  /** The server receives a request. @param {boolean} [refusing]  whether the rate limit refuses it */
  receive(refusing = false) {
    const line = this.#pick(({ socket }) => socket.sent.length > 0);
    const request = line?.socket.sent.shift();
    if (!line || !request) return;
    if (request.type === 'ping') line.inFlight.push({ type: 'pong' });
    else if (request.type === 'join') this.#join(line, request);
    else this.#request(line, request, refusing);
  }

  /** The client receives a message. */
  deliver() {
    const line = this.#pick(({ inFlight }) => inFlight.length > 0);
    const message = line?.inFlight.shift();
    if (message === REPLACED) line?.socket.closeFromServer(4409);
    else if (message) line?.socket.receive(message);
  }

  /** Receives and delivers until nothing is in flight. */
  drain() {
    while (!this.isIdle) {
      this.receive();
      this.deliver();
    }
    this.acknowledge();
  }

  acknowledge() {
    const line = this.#attached;
    if (line) line.inFlight.push({ type: 'ack', received: line.received, errors: line.errors?.splice(0) });
  }

  /** Loses one connection. @param {FakeSocket} socket */
  drop(socket) {
    this.#lines = this.#lines.filter((line) => line.socket !== socket);
    socket.closeFromServer(1006);
  }

  /** Loses all connections. @param {boolean} closing  whether the client gets a close event, or has to time out */
  disconnect(closing) {
    const lines = this.#lines.splice(0);
    if (closing) for (const { socket } of lines) socket.closeFromServer(1006);
  }

  /** Restarts the server, which loses all its state. */
  restart() {
    this.disconnect(true);
    this.#log = [];
    this.#since = undefined;
    this.state.clear();
    // A new log starts above all numbers of the previous one.
    this.#seq += 1000;
  }

  /** @param {Line} line @param {{ after?: number }} join */
  #join(line, { after }) {
    const resumed = after !== undefined && this.#since !== undefined && after >= this.#since;
    this.#replaceAttached();
    line.attached = true;
    if (!resumed) {
      this.#received = 0;
      this.#errors = [];
      this.#since = this.#seq;
    }
    line.received = this.#received;
    const self = { id: ANN, seat: resumed ? this.#seats : ++this.#seats, name: 'Ana', role: 'member' };
    const seq = resumed ? after : this.#seq;
    const changes = resumed
      ? { peers: undefined, errors: this.#errors }
      : { peers: [ben], state: Object.fromEntries(this.state) };
    line.inFlight.push(
      joined({ self, resumed, seq, received: this.#received, features: FEATURES, ...changes }),
    );
    line.inFlight.push(...this.#log.filter((event) => event.seq > seq));
  }

  /** The previous connection is closed after everything that was sent on it. */
  #replaceAttached() {
    const previous = this.#attached;
    if (!previous) return;
    previous.attached = false;
    previous.inFlight.push(REPLACED);
  }

  /** @param {Line} line @param {any} request @param {boolean} refusing */
  #request(line, request, refusing) {
    const { id } = request;
    if (this.#isRefused(line, id, refusing)) {
      line.inFlight.push({ type: 'error', code: 'rate-limited', message: 'Later.', re: id, retryAfter: 100 });
      return;
    }
    if (id > this.#received + 1) {
      if (line.socket.closed) return; // an earlier request was refused, and the client does not receive the refusal
      throw new Error(`Id ${id} skips: the last one was ${this.#received}.`);
    }
    if (id === line.refused) line.refused = undefined;
    if (id > this.#received) this.#process(line, request);
    this.#received = Math.max(this.#received, id);
    line.received = this.#received;
  }

  /** @param {Line} line @param {any} request */
  #process(line, { type, id, data, name, value, if: condition }) {
    if (type !== 'set') return this.processed.push(data);
    const seq = this.state.get(name)?.seq ?? 0;
    if (condition === undefined || condition === seq) this.outcomes.push(this.#set(name, value, ANN));
    else this.#refuse(line, { type: 'error', code: 'conflict', message: 'It was set.', re: id, seq });
  }

  /** @param {string} name @param {unknown} value @param {string} from */
  #set(name, value, from) {
    this.#append({ type: 'state', from, name, value });
    if (value === null) this.state.delete(name);
    else this.state.set(name, { value, seq: this.#seq });
    return this.#seq;
  }

  /** @param {Line} line @param {object} error */
  #refuse(line, error) {
    this.outcomes.push('conflict');
    this.#errors.push(error);
    (line.errors ?? line.inFlight).push(error);
  }

  /** @param {Line} line @param {number} id @param {boolean} refusing */
  #isRefused(line, id, refusing) {
    if (refusing && id > line.received) line.refused ??= id;
    return line.refused !== undefined && (refusing || id > line.refused);
  }

  /** @param {object} event */
  #append(event) {
    const numbered = { ...event, seq: ++this.#seq };
    this.#log.push(numbered);
    this.#attached?.inFlight.push(numbered);
  }

  get #attached() {
    return this.#lines.find(({ attached }) => attached);
  }

  /** @param {(line: Line) => boolean} condition */
  #pick(condition) {
    const lines = this.#lines.filter(condition);
    return lines[Math.floor(this.#random() * lines.length)];
  }
}
