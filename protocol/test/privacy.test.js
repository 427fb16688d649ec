import { test } from 'node:test';
import assert from 'node:assert/strict';
import { readPage, settings } from './pages.js';
import { files, read } from './schemas.js';

const PAGE = 'docs/privacy.md';
const { page, table } = readPage(PAGE);
const rows = table('data', 'purpose', 'kept', 'checked by');
const retention = new Map(read('asyncapi.json')['x-retention'].map((each) => [each.what, each]));

const ROSTER = 'peer id, display name, roster data, features';
const SIGNALS = 'session descriptions and ICE candidates';
const MESSAGES = 'messages of the application';

/** The row that covers each member in which a client sends something about people. */
const COVERED = {
  'join/key': '`key` of a peer',
  'join/name': ROSTER,
  'join/data': ROSTER,
  'join/features': ROSTER,
  'join/token': '`token` of a join',
  'update/name': ROSTER,
  'update/data': ROSTER,
  'offer/sdp': SIGNALS,
  'offer/data': SIGNALS,
  'offer/link': SIGNALS,
  'answer/sdp': SIGNALS,
  'answer/data': SIGNALS,
  'answer/link': SIGNALS,
  'candidate/candidate': SIGNALS,
  'candidate/link': SIGNALS,
  'message/data': MESSAGES,
  'reply/data': MESSAGES,
  'set/name': 'shared values',
  'set/value': 'shared values',
};

/** Numbers, flags, and ids of peers that are in the roster anyway. */
const WITHOUT_CONTENT = ['type', 'id', 'to', 'except', 're', 'ask', 'keep', 'if', 'after', 'history'];

/** The row whose first cell begins like this. */
function row(beginning) {
  const found = rows.find(([data]) => data.startsWith(beginning));
  assert.ok(found, `${PAGE} has no row for ${beginning}`);
  return found.join(' | ');
}

test('the page covers every member that a client can send', () => {
  const members = files('schemas/requests/').flatMap((path) =>
    Object.keys(read(path).properties)
      .filter((name) => !WITHOUT_CONTENT.includes(name))
      .map((name) => `${read(path).properties.type.const}/${name}`),
  );
  assert.deepEqual(
    members.sort(),
    Object.keys(COVERED).sort(),
    `protocol/schemas/requests (+) and COVERED (-) differ: say in ${PAGE} how long the server keeps a new member`,
  );
  Object.values(COVERED).forEach(row);
});

test('the durations are those of x-retention', () => {
  const log = retention.get('the log of a room');
  const [timeout, window] = log.duration.match(/\d+(?= s)/g).map(Number);
  const logSettings = '`heartbeat-timeout` + `resume-window`';
  for (const data of [SIGNALS, ROSTER]) {
    includes(row(data), `${timeout + window} s`, `(${logSettings})`);
  }
  includes(row(SIGNALS), `${log.amount} (\`log-bytes\`)`);
  includes(
    row(ROSTER),
    `${retention.get('a seat without a connection').duration.match(/\d+ s/)[0]} (\`resume-window\`)`,
  );

  const kept = retention.get('kept messages');
  const [age, end] = kept.duration.split(', ');
  const [newest, bytes] = kept.amount.split(', ');
  includes(
    row('messages with `keep`'),
    `${age} (\`history-age\`)`,
    newest,
    bytes.replace(' of JSON together', ''),
    end,
  );
});

test('the numbers of refusals and of characters of an id are those of the schemas', () => {
  const { maxItems } = read('schemas/notices/joined.json').properties.errors;
  includes(row('refusals of a seat'), `the newest ${maxItems},`);
  const [, length] = /\{(\d+)\}/.exec(read('schemas/types.json').$defs.peerId.pattern);
  includes(row('`key` of a peer'), `${length} characters`);
});

test('the settings on the page exist', () => {
  const known = settings();
  const named = [...page.matchAll(/`([a-z]+(?:-[a-z]+)+)(?:=\w+)?`/g)].map(([, name]) => name);
  assert.ok(named.length > 8);
  assert.deepEqual(
    named.filter((name) => !known.has(name)),
    [],
    `settings in ${PAGE} that docs/configuration.md does not list`,
  );
});

function includes(text, ...parts) {
  for (const part of parts) {
    assert.ok(text.includes(part), `${PAGE} lacks "${part}" in the row: ${text}`);
  }
}
