/** @import { FakeSocket } from './socket.js' */
import { ANN, BEN, ben } from './scene.js';

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
 */

/**
 * A room with a log, as the protocol describes it, for one client whose connections are cut at any moment:
 * what is under way then, in either direction, is lost. Of several connections the last that has joined is attached.
 */
export class SimulatedRoom {
  /** @type {unknown[]} the data of all messages that were ever taken, over all seats */
  taken = [];
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

  /** @param {() => number} [random]  which of several connections is the quickest */
  constructor(random = () => 0) {
    this.#random = random;
  }

  /** @param {FakeSocket} socket */
  accept(socket) {
    this.#lines.push({ socket, underway: [], attached: false, received: 0 });
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
    const { underway, received } = this.#attached ?? {};
    underway?.push({ type: 'ack', received });
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

  /** @param {Line} line @param {{ id: number, data: unknown }} request @param {boolean} refusing */
  #take(line, { id, data }, refusing) {
    if (this.#isRefused(line, id, refusing)) {
      line.underway.push({ type: 'error', code: 'rate-limited', message: 'Later.', re: id, retryAfter: 100 });
      return;
    }
    if (id > this.#received + 1) {
      if (line.socket.closed) return; // what was before it was refused, and nobody hears that any more
      throw new Error(`The id ${id} skips: ${this.#received} was the last.`);
    }
    if (id === line.refused) line.refused = undefined;
    if (id > this.#received) this.taken.push(data);
    this.#received = Math.max(this.#received, id);
    line.received = this.#received;
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
