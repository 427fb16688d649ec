import assert from 'node:assert/strict';
import { test } from 'node:test';
import { BEN, Scene, resumed } from './support/scene.js';
import { FakeSocket } from './support/socket.js';

/** @import { Transport } from '../signaling/transport-picker.js' */

/** A connection of any transport, whose server is the test. */
class Line extends FakeSocket {
  /** Whether the server has given a seat, though perhaps nothing more has come. */
  admitted = false;

  /** @param {string} url @param {Transport} transport */
  constructor(url, transport) {
    super(url);
    this.transport = transport;
  }
}

/** A client that may use every transport. */
class Ways {
  /** @type {Line[]} */
  lines = [];

  constructor(options = {}) {
    this.scene = new Scene({
      connect: (url, transport) => {
        const line = new Line(url, transport);
        this.lines.push(line);
        return line;
      },
      ...options,
    });
  }

  get line() {
    return /** @type {Line} */ (this.lines.at(-1));
  }

  get tried() {
    return this.lines.map(({ transport }) => transport);
  }

  /** The latest line is let in. @param {object} [changes] */
  isLetIn(changes) {
    this.scene.sockets = this.lines;
    return this.scene.isLetIn(changes);
  }

  /** The latest line fails, and the client tries again. */
  isRefused() {
    this.line.isClosed(1006);
    this.scene.clock.advance(10_000);
  }

  /** WebSockets are refused, and event streams work. */
  climbsDown() {
    void this.scene.client.join().catch(() => {});
    this.isRefused();
    this.line.isClosed(1006);
    this.scene.clock.advance(1_000);
    this.isLetIn({ heartbeat: 600 });
    return this.line;
  }

  /** @param {number} seq */
  message(seq) {
    return { type: 'message', seq, from: BEN, data: seq };
  }

  get heard() {
    return this.scene.heard('message').map(({ data }) => data);
  }
}

test('where WebSockets fail and event streams work, event streams are used, and said to be', () => {
  const ways = new Ways();
  ways.climbsDown();
  assert.deepEqual(ways.tried, ['websocket', 'websocket', 'events']);
  assert.deepEqual(
    ways.lines.map(({ url }) => url),
    ['wss', 'wss', 'https'].map((scheme) => `${scheme}://example.org/v1/rooms/standup`),
  );
  assert.equal(ways.scene.client.transport, 'events');
  assert.deepEqual(ways.scene.heard('state').at(-1), { state: 'open', transport: 'events' });
});

test('while nothing answers there is no transport, and polling is not thought of', () => {
  const ways = new Ways();
  void ways.scene.client.join();
  for (let n = 0; n < 20; n++) ways.isRefused();
  assert.equal(ways.scene.client.transport, undefined);
  assert.equal(ways.tried.includes('polling'), false);
});

test('a WebSocket that opens and then is silent is left after ten seconds', () => {
  const ways = new Ways();
  void ways.scene.client.join();
  ways.line.opens();
  ways.scene.clock.advance(10_500);
  assert.deepEqual(ways.tried, ['websocket', 'events']);
});

test('where the server gives a seat and its stream does not come through, polling is next', () => {
  const ways = new Ways();
  void ways.scene.client.join();
  for (let n = 0; n < 2; n++) ways.isRefused();
  ways.line.admitted = true;
  ways.isRefused();
  ways.isLetIn();
  assert.equal(ways.scene.client.transport, 'polling');
});

test('a server that has no time for us now is no reason to climb down', () => {
  const ways = new Ways();
  void ways.scene.client.join();
  for (let n = 0; n < 2; n++) ways.isRefused();
  ways.line.opens();
  ways.line.hears({ type: 'error', code: 'unavailable', message: 'The server is about to end.' });
  ways.scene.clock.advance(10_000);
  assert.deepEqual(ways.tried, ['websocket', 'websocket', 'events', 'websocket']);
});

test('a WebSocket is tried beside the event stream, which goes on until it has joined', () => {
  const ways = new Ways();
  const stream = ways.climbsDown();
  stream.hears(ways.message(11));
  ways.scene.clock.advance(10_000);
  assert.equal(ways.line.transport, 'websocket');
  assert.equal(ways.scene.client.transport, 'events');
  ways.line.opens();
  const [join] = ways.line.take();
  assert.equal(join.after, 11);
  stream.hears(ways.message(12));
  ways.scene.client.message('meanwhile');
  assert.deepEqual(stream.take(), [{ type: 'message', id: 1, data: 'meanwhile' }]);
  stream.hears({ type: 'ack', received: 1 });

  ways.line.hears({ ...joinedAgain(11), received: 1 });
  assert.equal(stream.closed, true);
  assert.equal(ways.scene.client.transport, 'websocket');
  for (const seq of [12, 13]) ways.line.hears(ways.message(seq));
  assert.deepEqual(ways.heard, [11, 12, 13], 'what was heard on both is told once');
  ways.scene.client.message('after');
  assert.deepEqual(ways.line.take(), [{ type: 'message', id: 2, data: 'after' }]);
  assert.deepEqual(ways.scene.heard('state').at(-1), { state: 'open', transport: 'websocket' });
  assert.deepEqual(
    ways.scene.heard('state').filter(({ state }) => state === 'reconnecting'),
    [],
  );
});

test('what was said and not acknowledged is said again on the better transport', () => {
  const ways = new Ways();
  const stream = ways.climbsDown();
  for (const text of ['taken', 'lost']) ways.scene.client.message(text);
  stream.take();
  ways.scene.clock.advance(10_000);
  ways.line.opens();
  ways.line.take();
  ways.line.hears({ ...joinedAgain(10), received: 1 });
  assert.deepEqual(ways.line.take(), [{ type: 'message', id: 2, data: 'lost' }]);
});

test('a climb that fails is not noticed, and tried again after longer', () => {
  const ways = new Ways();
  const stream = ways.climbsDown();
  const before = ways.scene.told.length;
  for (const seconds of [10, 20, 40]) {
    const { length } = ways.lines;
    ways.scene.clock.advance(seconds * 1000 - 1);
    assert.equal(ways.lines.length, length);
    ways.scene.clock.advance(1);
    assert.equal(ways.lines.length, length + 1);
    ways.line.isClosed(1006);
  }
  assert.equal(ways.scene.told.length, before);
  assert.equal(stream.closed, false);
});

test('a climb that is refused ends nothing: what the other transport says counts', () => {
  const ways = new Ways();
  const stream = ways.climbsDown();
  ways.scene.clock.advance(10_000);
  ways.line.opens();
  ways.line.isClosed(4403);
  assert.equal(stream.closed, true, 'the seat may have been taken over, and lost with the WebSocket');
  assert.equal(ways.line.transport, 'events');
  ways.isLetIn(resumed());
  assert.equal(ways.scene.client.state, 'open');
  stream.isClosed(4409);
  assert.equal(ways.scene.client.state, 'open');
});

test('who is replaced by a climb of its own is not told of another tab', () => {
  const ways = new Ways();
  const stream = ways.climbsDown();
  ways.scene.clock.advance(10_000);
  ways.line.opens();
  stream.isClosed(4409);
  assert.equal(ways.scene.client.state, 'open');
  ways.line.hears(joinedAgain(10));
  assert.equal(ways.scene.client.transport, 'websocket');
});

test('a climb that has taken the seat and then fails is followed by the way back', () => {
  const ways = new Ways();
  const stream = ways.climbsDown();
  ways.scene.clock.advance(10_000);
  ways.line.opens();
  stream.isClosed(4409);
  ways.scene.client.message('meanwhile');
  ways.line.isClosed(1006);
  assert.equal(ways.line.transport, 'events');
  ways.isLetIn(resumed());
  assert.equal(ways.scene.client.transport, 'events');
  assert.deepEqual(ways.line.take(), [{ type: 'message', id: 1, data: 'meanwhile' }]);
});

/** A client that has climbed from an event stream to a WebSocket. */
function climbed() {
  const ways = new Ways();
  ways.climbsDown();
  ways.scene.clock.advance(10_000);
  ways.line.opens();
  ways.line.hears(joinedAgain(10));
  return ways;
}

test('who is replaced soon after by a late request of its own takes the seat back, once', () => {
  const ways = climbed();
  ways.scene.clock.advance(9_999);
  ways.line.isClosed(4409);
  assert.equal(ways.scene.client.state, 'reconnecting');
  ways.scene.clock.advance(1_000);
  ways.isLetIn(resumed());
  assert.equal(ways.scene.client.transport, 'websocket');
  ways.line.isClosed(4409);
  assert.equal(ways.scene.client.state, 'closed', 'the second time it is somebody else');
});

test('who is replaced later is replaced by somebody else', () => {
  const ways = climbed();
  ways.scene.clock.advance(10_000);
  ways.line.isClosed(4409);
  assert.equal(ways.scene.client.state, 'closed');
});

test('who is sent away while climbing goes', () => {
  const ways = new Ways();
  const stream = ways.climbsDown();
  ways.scene.clock.advance(10_000);
  stream.isClosed(4403);
  assert.equal(ways.scene.client.state, 'closed');
  assert.equal(ways.line.closed, true);
  assert.equal(ways.scene.clock.pending, 0);
});

test('a network that has changed is a reason to climb at once', () => {
  const ways = new Ways();
  ways.climbsDown();
  ways.scene.surroundings('online');
  ways.scene.surroundings('online');
  assert.deepEqual(ways.tried, ['websocket', 'websocket', 'events', 'websocket'], 'but only once');
});

test('who leaves while climbing keeps no timer and no connection', () => {
  const ways = new Ways();
  const stream = ways.climbsDown();
  ways.scene.clock.advance(10_000);
  ways.scene.client.leave();
  assert.equal(stream.take().at(-1).type, 'leave');
  assert.deepEqual([stream.closed, ways.line.closed], [true, true]);
  assert.equal(ways.scene.clock.pending, 0);
});

test('a browser that opens no WebSockets at all is no reason to stop', () => {
  const ways = new Ways();
  ways.climbsDown();
  const { length } = ways.lines;
  ways.scene.client.addEventListener('state', () => assert.fail('nothing has changed'));
  const push = ways.lines.push;
  ways.lines.push = () => {
    throw new DOMException('for the test', 'SecurityError');
  };
  ways.scene.clock.advance(10_000);
  ways.lines.push = push;
  assert.equal(ways.lines.length, length);
});

/** @param {number} seq */
function joinedAgain(seq) {
  const self = { id: 'LAmJYavK7teMjA5D7SUeCj', seat: 3, name: 'Ana', role: 'member' };
  return { type: 'joined', room: 'standup', self, received: 0, heartbeat: 20, ...resumed({ seq }) };
}
