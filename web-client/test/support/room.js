/** @import { FakeSocket } from './socket.js' */
import { ANN, BEN, ben } from './scene.js';

/**
 * A room with a log, as the protocol describes it, for one client whose connections are cut at any moment:
 * what is under way then, in either direction, is lost.
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
  /** @type {FakeSocket | undefined} */
  #socket;
  /** Whether the connection has its cursor on the log. */
  #attached = false;
  /** @type {object[]} on the way to the client */
  #underway = [];
  /** @type {number | undefined} the id of the request that was refused, and is to come again */
  #refused;

  /** @param {FakeSocket} socket */
  accept(socket) {
    this.#socket = socket;
    socket.opens();
  }

  /** Whether everything that was said has arrived. */
  get quiet() {
    return this.#underway.length === 0 && this.#socket?.said.length === 0;
  }

  /** Somebody else says something. @param {unknown} data */
  isTold(data) {
    this.#append({ type: 'message', from: BEN, data });
  }

  /** The server hears what the client has said. @param {boolean} [refusing] */
  listen(refusing = false) {
    const said = this.#socket?.said.shift();
    if (!said) return;
    if (said.type === 'ping') this.#say({ type: 'pong' });
    else if (said.type === 'join') this.#join(said);
    else this.#take(said, refusing);
  }

  /** The client hears what the server has said. */
  speak() {
    const message = this.#underway.shift();
    if (message) this.#socket?.hears(message);
  }

  acknowledge() {
    if (this.#attached) this.#say({ type: 'ack', received: this.#received });
  }

  /** The connection is lost; the client is told so, or has to find out. @param {boolean} told */
  cut(told) {
    const socket = this.#socket;
    this.#socket = undefined;
    this.#attached = false;
    this.#underway = [];
    this.#refused = undefined;
    if (told) socket?.isClosed(1006);
  }

  /** The server loses all its state. */
  restart() {
    this.cut(true);
    this.#log = [];
    this.#since = undefined;
    // A new log starts above whatever the one before it can have reached.
    this.#seq += 1000;
  }

  /** @param {{ after?: number }} join */
  #join({ after }) {
    const resumed = after !== undefined && this.#since !== undefined && after >= this.#since;
    this.#attached = true;
    if (!resumed) {
      this.#received = 0;
      this.#since = this.#seq;
    }
    const self = { id: ANN, seat: resumed ? this.#seats : ++this.#seats, name: 'Ana', role: 'member' };
    const seq = resumed ? after : this.#seq;
    const peers = resumed ? undefined : [ben];
    this.#say({
      type: 'joined',
      room: 'r',
      self,
      resumed,
      seq,
      received: this.#received,
      peers,
      heartbeat: 20,
    });
    for (const event of this.#log) if (event.seq > seq) this.#say(event);
  }

  /** @param {{ id: number, data: unknown }} request @param {boolean} refusing */
  #take({ id, data }, refusing) {
    if (id <= this.#received) return;
    this.#refused ??= refusing ? id : undefined;
    if (this.#refused !== undefined && (refusing || id > this.#refused)) {
      this.#say({ type: 'error', code: 'rate-limited', message: 'Later.', re: id, retryAfter: 100 });
      return;
    }
    if (id > this.#received + 1) throw new Error(`The id ${id} skips: ${this.#received} was the last.`);
    this.#refused = undefined;
    this.#received = id;
    this.taken.push(data);
  }

  /** @param {object} event */
  #append(event) {
    const numbered = { ...event, seq: ++this.#seq };
    this.#log.push(numbered);
    if (this.#attached) this.#say(numbered);
  }

  /** @param {object} message */
  #say(message) {
    this.#underway.push(message);
  }
}
