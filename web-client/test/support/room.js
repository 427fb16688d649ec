/** @import { FakeSocket } from './socket.js' */
import { ANN, BEN, FEATURES, ben } from './scene.js';

const REPLACED = { type: 'replaced' };

/**
 * One connection, on which what is said takes its time in both directions.
 *
 * @typedef {object} Line
 * @property {FakeSocket} socket
 * @property {object[]} underway  to the client
 * @property {boolean} attached  whether it has its cursor on the log
 * @property {number} received  the highest id that was taken, as far as this connection knows
 * @property {number} [refused]  the id of the request that was refused, and is to come again
 * @property {object[]} [errors]  refusals that the next acknowledgement tells, as over HTTP; a WebSocket tells them at once
 */

/**
 * A room with a log, as the protocol describes it, for one client whose connections are cut at any moment:
 * what is under way then, in either direction, is lost. Of several connections the last that has joined is attached.
 */
export class SimulatedRoom {
  /** @type {unknown[]} the data of all messages that were ever taken, over all seats */
  taken = [];
  /** What became of each value that was to be set: the `seq` at which it was, or 'conflict'. @type {(number | 'conflict')[]} */
  outcomes = [];
  /** @type {Map<string, { value: unknown, seq: number }>} */
  state = new Map();
  /** @type {object[]} the refusals of the present seat */
  #errors = [];
  /** @type {{ seq: number }[]} */
  #log = [];
  #seq = 0;
  #seats = 0;
  /** @type {number | undefined} where the log was when the present seat was taken */
  #since;
  #received = 0;
  /** @type {Line[]} */
  #lines = [];
  #random;

  /** @param {() => number} [random]  which of several connections is the quickest, and how refusals are told */
  constructor(random = () => 0) {
    this.#random = random;
  }

  /** @param {FakeSocket} socket */
  accept(socket) {
    const errors = this.#random() < 0.5 ? [] : undefined;
    this.#lines.push({ socket, underway: [], attached: false, received: 0, errors });
    socket.opens();
  }

  /** Whether everything that was said has arrived. */
  get quiet() {
    return this.#lines.every(({ socket, underway }) => underway.length === 0 && socket.said.length === 0);
  }

  /** Somebody else says something. @param {unknown} data */
  isTold(data) {
    this.#append({ type: 'message', from: BEN, data });
  }

  /** Somebody else sets a value. @param {string} name @param {unknown} value */
  isSet(name, value) {
    this.#set(name, value, BEN);
  }

  /** The server hears what the client has said. @param {boolean} [refusing] */
  listen(refusing = false) {
    const line = this.#oneOf(({ socket }) => socket.said.length > 0);
    const said = line?.socket.said.shift();
    if (!line || !said) return;
    if (said.type === 'ping') line.underway.push({ type: 'pong' });
    else if (said.type === 'join') this.#join(line, said);
    else this.#take(line, said, refusing);
  }

  /** The client hears what the server has said. */
  speak() {
    const line = this.#oneOf(({ underway }) => underway.length > 0);
    const message = line?.underway.shift();
    if (message === REPLACED) line?.socket.isClosed(4409);
    else if (message) line?.socket.hears(message);
  }

  acknowledge() {
    const line = this.#attached;
    if (line) line.underway.push({ type: 'ack', received: line.received, errors: line.errors?.splice(0) });
  }

  /** One connection is lost. @param {FakeSocket} socket */
  drop(socket) {
    this.#lines = this.#lines.filter((line) => line.socket !== socket);
    socket.isClosed(1006);
  }

  /** All connections are lost; the client is told so, or has to find out. @param {boolean} told */
  cut(told) {
    const lines = this.#lines.splice(0);
    if (told) for (const { socket } of lines) socket.isClosed(1006);
  }

  /** The server loses all its state. */
  restart() {
    this.cut(true);
    this.#log = [];
    this.#since = undefined;
    this.state.clear();
    // A new log starts above whatever the one before it can have reached.
    this.#seq += 1000;
  }

  /** @param {Line} line @param {{ after?: number }} join */
  #join(line, { after }) {
    const resumed = after !== undefined && this.#since !== undefined && after >= this.#since;
    this.#replace();
    line.attached = true;
    if (!resumed) {
      this.#received = 0;
      this.#errors = [];
      this.#since = this.#seq;
    }
    line.received = this.#received;
    const self = { id: ANN, seat: resumed ? this.#seats : ++this.#seats, name: 'Ana', role: 'member' };
    const seq = resumed ? after : this.#seq;
    const peers = resumed ? undefined : [ben];
    line.underway.push({
      type: 'joined',
      room: 'r',
      self,
      resumed,
      seq,
      received: this.#received,
      peers,
      heartbeat: 20,
      features: FEATURES,
      errors: resumed ? this.#errors : undefined,
      state: resumed ? undefined : Object.fromEntries(this.state),
    });
    line.underway.push(...this.#log.filter((event) => event.seq > seq));
  }

  /** Whoever was attached is told so, after all that it was told before. */
  #replace() {
    const older = this.#attached;
    if (!older) return;
    older.attached = false;
    older.underway.push(REPLACED);
  }

  /** @param {Line} line @param {any} request @param {boolean} refusing */
  #take(line, request, refusing) {
    const { id } = request;
    if (this.#isRefused(line, id, refusing)) {
      line.underway.push({ type: 'error', code: 'rate-limited', message: 'Later.', re: id, retryAfter: 100 });
      return;
    }
    if (id > this.#received + 1) {
      if (line.socket.closed) return; // what was before it was refused, and nobody hears that any more
      throw new Error(`The id ${id} skips: ${this.#received} was the last.`);
    }
    if (id === line.refused) line.refused = undefined;
    if (id > this.#received) this.#do(line, request);
    this.#received = Math.max(this.#received, id);
    line.received = this.#received;
  }

  /** @param {Line} line @param {any} request */
  #do(line, { type, id, data, name, value, if: condition }) {
    if (type !== 'set') return this.taken.push(data);
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
    (line.errors ?? line.underway).push(error);
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
    this.#attached?.underway.push(numbered);
  }

  get #attached() {
    return this.#lines.find(({ attached }) => attached);
  }

  /** @param {(line: Line) => boolean} condition */
  #oneOf(condition) {
    const lines = this.#lines.filter(condition);
    return lines[Math.floor(this.#random() * lines.length)];
  }
}
