import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isFromNewConnection, isStale, keepDtlsRole } from '../rtc/sdp.js';

/** @param {string} session @param {{ setup?: string, ufrag?: string, version?: number }} [details] */
function sdp(session, { setup = 'actpass', ufrag = 'abcd', version = 2 } = {}) {
  const head = `v=0\r\no=- ${session} ${version} IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\n`;
  return `${head}m=audio 9 x 0\r\na=ice-ufrag:${ufrag}\r\na=setup:${setup}\r\n`;
}

/** @param {{ local?: [string, string], remote?: [string, string] }} descriptions  type and DTLS role of each */
function connection({ local, remote }) {
  const description = (/** @type {[string, string] | undefined} */ init) => {
    return init ? { type: init[0], sdp: sdp('7', { setup: init[1] }) } : null;
  };
  const descriptions = {
    remoteDescription: description(remote),
    currentLocalDescription: description(local),
    currentRemoteDescription: description(remote),
  };
  return /** @type {any} */ (descriptions);
}

test('detects a description of a new connection by its session id', () => {
  const known = connection({ remote: ['answer', 'active'] });
  assert.equal(isFromNewConnection(sdp('7', { version: 3, ufrag: 'new' }), known), false);
  assert.equal(isFromNewConnection(sdp('8'), known), true);
  assert.equal(
    isFromNewConnection(sdp('8'), connection({})),
    false,
    'the first description is from no other connection',
  );
});

test('keeps the DTLS role of the peer in an offer', () => {
  const offer = sdp('7');
  const answered = connection({ local: ['offer', 'actpass'], remote: ['answer', 'active'] });
  assert.equal(keepDtlsRole(offer, answered), sdp('7', { setup: 'active' }));
  const answering = connection({ local: ['answer', 'active'], remote: ['offer', 'actpass'] });
  assert.equal(keepDtlsRole(offer, answering), sdp('7', { setup: 'passive' }));
  const passive = connection({ local: ['answer', 'passive'], remote: ['offer', 'active'] });
  assert.equal(keepDtlsRole(offer, passive), sdp('7', { setup: 'active' }));
  assert.equal(keepDtlsRole(offer, connection({})), offer, 'the first offer leaves the choice');
});

test('detects a stale candidate by its ufrag', () => {
  const known = connection({ remote: ['answer', 'active'] });
  assert.equal(isStale({ candidate: 'x', usernameFragment: 'abcd' }, known), false);
  assert.equal(isStale({ candidate: 'x', usernameFragment: 'abc' }, known), true);
  assert.equal(isStale({ candidate: 'x' }, known), false);
  assert.equal(isStale(null, known), false);
  assert.equal(isStale(null, connection({})), true, 'without a remote description');
});
