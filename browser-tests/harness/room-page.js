import { until } from './until.js';

/** Widths of the pictures, by which a receiver recognizes a source. */
export const WIDTHS = { camera: 320, screen: 512, slides: 256 };

/** A person in a page without markup, who uses the library. */
export class RoomPage {
  #user;

  /**
   * @param {object} t  the test
   * @param {string} name
   * @param {object} [options]  of the participant
   */
  static async open(t, name, options) {
    const user = await t.participant(name, options);
    await user.open('/parley.js'); // any resource: the library needs the origin
    await user.page.evaluate(defineSources, WIDTHS);
    await user.page.evaluate(`globalThis.forgetfulNetwork = ${forgetfulNetwork}`);
    return new RoomPage(user, t.room);
  }

  constructor(user, room) {
    this.#user = user;
    this.room = room;
  }

  get name() {
    return this.#user.name;
  }

  /** Joins with some sources. @param {...(keyof typeof WIDTHS | 'microphone')} sources */
  async join(...sources) {
    await this.evaluate(joinRoom, { name: this.name, room: this.room, sources });
  }

  /** Joins with some sources, and takes a new seat at each reconnection. */
  async joinForgetfully(...sources) {
    await this.evaluate(joinRoom, { name: this.name, room: this.room, sources, isForgetful: true });
  }

  /** Loses the connection, and waits for a new seat. @param {boolean} isBlocked  whether WebSockets are blocked from now on */
  async takeNewSeat(isBlocked) {
    const seat = await this.evaluate(() => globalThis.room.client.self.seat);
    await this.evaluate((isBlocked) => globalThis.lose(isBlocked), isBlocked);
    await until(`${this.name} has a new seat`, () =>
      this.evaluate((seat) => {
        const { client } = globalThis.room;
        return client.state === 'open' && client.self.seat > seat;
      }, seat),
    );
  }

  /** Runs a function in the page, where `room` and `published` are global. */
  evaluate(run, argument) {
    return this.#user.page.evaluate(run, argument);
  }

  publish(source, options) {
    return this.evaluate(([source, options]) => globalThis.publish(source, options), [source, options]);
  }

  unpublish(source) {
    return this.evaluate((source) => globalThis.room.unpublish(source), source);
  }

  decline(other, source, declined) {
    return this.evaluate(
      ([other, source, declined]) => globalThis.participant(other).decline(source, declined),
      [other.name, source, declined],
    );
  }

  /** The sources of another person, as 'camera 320' with the width of the picture, 'microphone muted', or 'screen declined'. */
  sourcesOf(other) {
    return this.evaluate(describeSources, other.name);
  }

  /** Waits for exactly these sources of another person. */
  async waitForSources(other, ...expected) {
    let sources;
    try {
      await until(`${this.name} receives ${expected.join(', ')} of ${other.name}`, async () => {
        sources = await this.sourcesOf(other);
        return sources?.join() === expected.join();
      });
    } catch (problem) {
      throw new Error(`${problem.message}, but: ${sources}`, { cause: problem });
    }
  }
}

/** Runs in the page. */
function defineSources(widths) {
  /** A track with moving pictures of the width of the source, or with a tone. */
  globalThis.trackFor = (source) => {
    if (source === 'microphone') {
      const context = new AudioContext();
      const destination = context.createMediaStreamDestination();
      const tone = context.createOscillator();
      tone.connect(destination);
      tone.start();
      return destination.stream.getTracks()[0];
    }
    const canvas = Object.assign(document.createElement('canvas'), { width: widths[source], height: 180 });
    const context = canvas.getContext('2d');
    let hue = 0;
    setInterval(() => {
      context.fillStyle = `hsl(${(hue += 30)} 80% 50%)`;
      context.fillRect(0, 0, canvas.width, canvas.height);
    }, 100);
    return canvas.captureStream(10).getTracks()[0];
  };
  globalThis.published = {};
  globalThis.publish = (source, options) => {
    globalThis.published[source] ??= globalThis.trackFor(source);
    globalThis.room.publish(source, globalThis.published[source], options);
  };
  globalThis.participant = (name) =>
    [...globalThis.room.participants.values()].find((each) => each.name === name);
}

/** Runs in the page. */
async function joinRoom({ name, room, sources, isForgetful }) {
  const { Room } = await import('/parley.js');
  const network = isForgetful ? globalThis.forgetfulNetwork() : {};
  globalThis.room = new Room({ url: new URL(`/v1/rooms/${room}`, location.href), name, ...network });
  globalThis.events = [];
  for (const change of ['added', 'changed', 'removed'])
    globalThis.room.addEventListener(`source-${change}`, ({ detail: { participant, source } }) => {
      globalThis.events.push(`${participant.name} ${source.name} ${change}`);
      if (change !== 'added') return;
      const player = document.createElement(source.kind);
      document.documentElement.append(
        Object.assign(player, { srcObject: source.stream, autoplay: true, muted: true }),
      );
      source.player = player;
    });
  for (const source of sources) globalThis.publish(source);
  await globalThis.room.join();
}

/**
 * Runs in the page. Interfaces with which each reconnection takes a new seat instead of resuming the present one, because its
 * join has no cursor, and which `lose` makes lose the connection. The next one uses another transport if `isBlocked`.
 */
function forgetfulNetwork() {
  const sockets = [];
  const network = { isBlocked: false };
  const forget = (text) => {
    const message = JSON.parse(text);
    return message.type === 'join' ? JSON.stringify({ ...message, after: undefined }) : text;
  };
  globalThis.lose = (isBlocked) => {
    network.isBlocked = isBlocked;
    for (const socket of sockets.splice(0)) socket.close();
  };
  return {
    random: () => 0.1, // short delays before reconnections
    fetch: (url, init) => fetch(url, { ...init, ...(init.body && { body: forget(init.body) }) }),
    WebSocket: class extends WebSocket {
      constructor(...options) {
        super(...options);
        sockets.push(this);
        if (network.isBlocked) this.close();
      }
      send(text) {
        super.send(forget(text));
      }
    },
  };
}

/** Runs in the page. */
function describeSources(name) {
  const sources = globalThis.participant(name)?.sources.values() ?? [];
  const texts = [...sources].map(({ name, declined, muted, player }) => {
    const state = declined ? 'declined' : muted ? 'muted' : player?.videoWidth || '';
    return `${name} ${state}`.trim();
  });
  return texts.sort();
}
