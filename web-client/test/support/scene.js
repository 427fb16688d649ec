import { SignalingClient } from '../../signaling/client.js';
import { FakeClock } from './clock.js';
import { FakeSocket } from './socket.js';

export const ANN = 'LAmJYavK7teMjA5D7SUeCj';
export const BEN = 'OHLt_AdMBCqmZs4F-s1PUy';
export const CAT = 'F68l2bcZ3bqeF0XGUUbckt';

export const ben = { id: BEN, seat: 1, name: 'Ben', role: 'member', online: true, data: {} };
export const cat = { id: CAT, seat: 2, name: 'Cat', role: 'member', online: true, data: {} };

/** What the library announces, and what a server of today can do. */
export const FEATURES = ['history', 'state'];

/** A client, the sockets that it opens, and all that it tells: the test is its server. */
export class Scene {
  clock = new FakeClock();
  environment = new EventTarget();
  /** @type {FakeSocket[]} */
  sockets = [];
  /** @type {{ type: string, detail: any }[]} */
  told = [];

  /** @param {Partial<import('../../signaling/client.js').Options>} [options] */
  constructor(options = {}) {
    this.client = new SignalingClient({
      url: 'https://example.org/v1/rooms/standup',
      key: 'ana-fixture-key-0123456789abcdef',
      name: 'Ana',
      connect: (url) => this.open(url),
      random: () => 0.5,
      clock: this.clock,
      environment: this.environment,
      ...options,
    });
    this.#listen();
  }

  /** The socket that was opened last. */
  get socket() {
    return /** @type {FakeSocket} */ (this.sockets.at(-1));
  }

  /** @param {string} url */
  open(url) {
    const socket = new FakeSocket(url);
    this.sockets.push(socket);
    return socket;
  }

  #listen() {
    const types = [
      'state',
      'joined',
      'peer-joined',
      'peer-updated',
      'peer-left',
      'offer',
      'answer',
      'candidate',
    ];
    const others = ['message', 'reply', 'history', 'shared-state', 'ice-servers', 'bye', 'error', 'unsure'];
    for (const type of [...types, ...others]) {
      this.client.addEventListener(type, (event) => {
        this.told.push({ type, detail: /** @type {CustomEvent} */ (event).detail });
      });
    }
  }

  /** @param {string} type  all that was told of this kind */
  heard(type) {
    return this.told.filter((event) => event.type === type).map(({ detail }) => detail);
  }

  /** @param {object} [changes]  to the `joined` that the server answers */
  joins(changes) {
    void this.client.join().catch(() => {});
    return this.isLetIn(changes);
  }

  /** @param {object} [changes] */
  isLetIn(changes) {
    this.socket.opens();
    const [join] = this.socket.take();
    this.socket.hears(joined(changes));
    return join;
  }

  /** The connection is lost, and the next one is opened. */
  isCut(code = 1006) {
    this.socket.isClosed(code);
    this.clock.advance(10_000);
  }

  /** @param {string} type */
  surroundings(type) {
    this.environment.dispatchEvent(new Event(type));
  }
}

/** @param {object} [changes] */
export function joined(changes) {
  const self = { id: ANN, seat: 3, name: 'Ana', role: 'member' };
  const limits = { messageBytes: 65536, messagesPerSecond: 50 };
  const base = { type: 'joined', room: 'standup', self, resumed: false, seq: 10, received: 0, peers: [ben] };
  return { ...base, features: FEATURES, iceServers: [], topology: 'mesh', limits, heartbeat: 20, ...changes };
}

/** @param {object} [changes] */
export function resumed(changes) {
  return { resumed: true, seq: 10, peers: undefined, ...changes };
}
