/** @import { Transport } from '../../signaling/transport-picker.js' */
import { SignalingClient } from '../../signaling/client.js';
import { FakeClock } from './fake-clock.js';
import { FakeSocket } from './fake-socket.js';

export const ANN = 'LAmJYavK7teMjA5D7SUeCj';
export const BEN = 'OHLt_AdMBCqmZs4F-s1PUy';
export const CAT = 'F68l2bcZ3bqeF0XGUUbckt';

export const ben = { id: BEN, seat: 1, name: 'Ben', role: 'member', online: true, data: {} };
export const cat = { id: CAT, seat: 2, name: 'Cat', role: 'member', online: true, data: {} };

/** Features that the library announces, and that a current server has. */
export const FEATURES = ['history', 'state'];

/** A client with a fake network and a fake clock, which records all dispatched events. The test plays the server. */
export class ClientHarness {
  clock = new FakeClock();
  environment = Object.assign(new EventTarget(), {
    navigator: { onLine: true, connection: new EventTarget() },
  });
  /** @type {FakeSocket[]} */
  sockets = [];
  /** @type {{ type: string, detail: any }[]} */
  events = [];

  /** @param {Partial<import('../../signaling/client.js').Options>} [options] */
  constructor(options = {}) {
    this.client = new SignalingClient({
      url: 'https://example.org/v1/rooms/standup',
      key: 'ana-fixture-key-0123456789abcdef',
      name: 'Ana',
      connect: (url, transport) => this.open(url, transport),
      random: () => 0.5,
      clock: this.clock,
      environment: this.environment,
      ...options,
    });
    this.#recordEvents();
  }

  /** The socket that was opened last. */
  get socket() {
    return /** @type {FakeSocket} */ (this.sockets.at(-1));
  }

  /** @param {string} url @param {Transport} transport */
  open(url, transport) {
    const socket = new FakeSocket(url, transport);
    this.sockets.push(socket);
    return socket;
  }

  #recordEvents() {
    const dispatch = this.client.dispatchEvent;
    this.client.dispatchEvent = (event) => {
      this.events.push({ type: event.type, detail: /** @type {CustomEvent} */ (event).detail });
      return dispatch.call(this.client, event);
    };
  }

  /** The details of all events of a type. @param {string} type */
  details(type) {
    return this.events.filter((event) => event.type === type).map(({ detail }) => detail);
  }

  /** @param {object} [changes]  to the `joined` notice */
  join(changes) {
    void this.client.join().catch(() => {});
    return this.acceptJoin(changes);
  }

  /** Opens the last socket, and answers the join. @param {object} [changes]  to the `joined` notice @returns {any} the join */
  acceptJoin(changes) {
    this.socket.open();
    const [join] = this.socket.takeSent();
    this.socket.receive(joined(changes));
    return join;
  }

  /** Closes the last socket, and waits until the client opens the next one. */
  disconnect(code = 1006) {
    this.socket.closeFromServer(code);
    this.clock.advance(10_000);
  }

  /** @param {string} type */
  dispatchInEnvironment(type) {
    this.environment.dispatchEvent(new Event(type));
  }
}

/** A `joined` notice for a new seat. @param {object} [changes] */
export function joined(changes) {
  const self = { id: ANN, seat: 3, name: 'Ana', role: 'member' };
  const limits = { messageBytes: 65536, messagesPerSecond: 50 };
  const base = { type: 'joined', room: 'standup', self, resumed: false, seq: 10, received: 0, peers: [ben] };
  return { ...base, features: FEATURES, iceServers: [], topology: 'mesh', limits, heartbeat: 20, ...changes };
}

/** The changes that make it a notice for a resumed seat. @param {object} [changes] */
export function resumed(changes) {
  return { resumed: true, seq: 10, peers: undefined, ...changes };
}

/** A `message` event of Ben, whose data is its number. @param {number} seq */
export function message(seq) {
  return { type: 'message', seq, from: BEN, data: seq };
}
