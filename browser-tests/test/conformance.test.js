import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { describe } from 'node:test';
import { fileURLToPath } from 'node:url';
import { defineTests } from '../harness/browser-test.js';
import { killAtExit } from '../harness/children.js';
import { Markdown } from '../harness/markdown.js';
import { environment } from '../harness/server.js';
import { until } from '../harness/until.js';

const SCRIPT = fileURLToPath(new URL('../../script/conformance', import.meta.url));
const { text } = new Markdown('docs/conformance.md');
const RULES = [...text.split('| rule |')[1].matchAll(/^\| `([\w-]+)`/gm)].map(([, name]) => name);
/** The rules that take 10 s or more. */
const LONG_RULES = ['backoff', 'dead-connection', 'stop-after-close'];
const SHORT_RULES = RULES.filter((rule) => !LONG_RULES.includes(rule));

/** The class of docs/writing-a-client.md, as a client that joins a room at a URL and sends a message each 200 ms. */
const PYTHON_CLIENT = `${new Markdown('docs/writing-a-client.md').blocks.find(({ language }) => language === 'python').code}
import sys

async def main():
    seat = Seat(sys.argv[1], "Ana", lambda message: None)
    ended = asyncio.create_task(seat.run())
    while not ended.done():
        seat.send(type="message", data={})
        await asyncio.sleep(0.2)

random.uniform = lambda low, high: high / 10  # short delays before reconnections
asyncio.run(main())
`;
/** Debian's, for which its package python3-websockets is. */
const PYTHON = '/usr/bin/python3';
const missingPython =
  spawnSync(PYTHON, ['-c', 'import websockets']).status !== 0 && 'python3-websockets is not installed';

const conformanceTest = defineTests();
const pythonTest = defineTests({ kinds: [], skip: missingPython });

/** A run of `script/conformance --client` against the server of the test. */
class ClientSuite {
  output = '';
  #process;
  #exit;

  constructor(server, rules) {
    const options = ['--client', '--rule', rules.join(','), server.url.href];
    this.#process = killAtExit(spawn(SCRIPT, options, { env: environment() }), 'SIGTERM');
    this.#exit = once(this.#process, 'exit');
    for (const stream of [this.#process.stdout, this.#process.stderr])
      stream.setEncoding('utf8').on('data', (text) => (this.output += text));
  }

  /** The URL of the proxy, to which the client has to connect. */
  url() {
    return until('the proxy listens', () => {
      assert.equal(this.#process.exitCode, null, this.output);
      return /ws:\/\/localhost:\d+/.exec(this.output)?.[0].replace('ws:', 'http:');
    });
  }

  /** Waits for the end of the run. Returns the names of the rules with this result. @param {'ok' | 'FAILED'} result */
  async rules(result) {
    await this.#exit;
    return [...this.output.matchAll(/^(\w+) +client +([\w-]+):/gm)]
      .filter(([, each]) => each === result)
      .map(([, , name]) => name);
  }
}

/** Runs in the page: joins, and sends a message each 200 ms. `fault` is a name in `faults`, or absent. */
async function runClient({ room, fault }) {
  const { SignalingClient, newKey } = await import('/parley.js');
  const rewriteJoin = (change) =>
    class extends WebSocket {
      send(text) {
        const message = JSON.parse(text);
        super.send(message.type === 'join' ? JSON.stringify(change(message)) : text);
      }
    };
  const faults = {
    'forgets its cursor': () => rewriteJoin(({ after, ...join }) => join),
    'changes its key': () => rewriteJoin((join) => ({ ...join, key: newKey() })),
    'closes on an unknown type': () =>
      class extends WebSocket {
        constructor(...options) {
          super(...options);
          this.addEventListener('message', ({ data }) => data.includes('"type":"x-') && this.close());
        }
      },
  };
  const client = new SignalingClient({
    url: new URL(`/v1/rooms/${room}`, location.href),
    random: () => 0.1, // short delays before reconnections
    ...(fault && { WebSocket: faults[fault]() }),
  });
  const timer = setInterval(() => client.message({ sent: Date.now() }), 200);
  client.addEventListener('state', ({ detail }) => detail.state === 'closed' && clearInterval(timer));
  await client.join();
}

async function startClient(t, suite, fault) {
  const user = await t.participant('Client', { url: new URL(await suite.url()) });
  await user.open('/parley.js'); // any resource: the client needs the origin
  await user.page.evaluate(runClient, { room: t.room, fault });
}

// At once: they wait most of the time.
describe('conformance of clients', { concurrency: true }, () => {
  conformanceTest('the browser library passes the conformance rules for clients', async (t) => {
    assert.ok(SHORT_RULES.length > 15);
    const suite = new ClientSuite(t.server, SHORT_RULES);
    await startClient(t, suite);
    assert.deepEqual((await suite.rules('ok')).sort(), SHORT_RULES.toSorted(), suite.output);
  });

  pythonTest('the Python client of the guide passes the conformance rules for clients', async (t) => {
    const suite = new ClientSuite(t.server, SHORT_RULES);
    const url = `${(await suite.url()).replace('http:', 'ws:')}/v1/rooms/${t.room}`;
    const client = killAtExit(spawn(PYTHON, ['-c', PYTHON_CLIENT, url]), 'SIGKILL');
    let errors = '';
    client.stderr.on('data', (text) => (errors += text));
    assert.deepEqual((await suite.rules('ok')).sort(), SHORT_RULES.toSorted(), suite.output + errors);
    client.kill('SIGKILL');
  });

  for (const [fault, rule] of Object.entries({
    'forgets its cursor': 'resume',
    'changes its key': 'same-key',
    'closes on an unknown type': 'unknown-members',
  }))
    conformanceTest(`a client that ${fault} fails the rule ${rule}`, async (t) => {
      const suite = new ClientSuite(t.server, ['resume', rule]);
      await startClient(t, suite, fault);
      assert.deepEqual(await suite.rules('FAILED'), [rule], suite.output);
    });
});
