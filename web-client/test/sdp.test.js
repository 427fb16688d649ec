import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isFromNewConnection, isStale, keepDtlsRole } from '../rtc/sdp.js';

/** @param {string} session @param {{ setup?: string, ufrag?: string, fingerprints?: string[] }} [details] */
function sdp(session, { setup = 'actpass', ufrag = 'abcd', fingerprints = ['sha-256 AB:01'] } = {}) {
  const head = `v=0\r\no=- ${session} 2 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\n`;
  const certificates = fingerprints.map((each) => `a=fingerprint:${each}\r\n`).join('');
  return `${head}m=audio 9 x 0\r\na=ice-ufrag:${ufrag}\r\n${certificates}a=setup:${setup}\r\n`;
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

test('detects a description of a new connection by its fingerprints', () => {
  const known = connection({ remote: ['answer', 'active'] });
  const isNew = (/** @type {string[]} */ ...fingerprints) =>
    isFromNewConnection(sdp('8', { fingerprints }), known);
  assert.equal(isNew('sha-256 AB:01'), false, 'aiortc changes the session id with each description');
  assert.equal(isNew('SHA-256 ab:01'), false);
  assert.equal(isNew('sha-1 CD:02', 'sha-256 AB:01'), false);
  assert.equal(isNew('sha-256 CD:02'), true);
  assert.equal(isNew('sha-1 AB:01'), true, 'of another hash function');
  assert.equal(isNew('sha-256 CD:02', 'sha-1 EF:03'), true);
  assert.equal(isFromNewConnection(sdp('7', { ufrag: 'new' }), known), false, 'an ICE restart');
  assert.equal(isFromNewConnection(sdp('8'), connection({})), false, 'the first description');
});

test('compares fingerprints of the session with those of media sections', () => {
  const line = 'a=fingerprint:sha-256 AB:01\r\n';
  const session = sdp('7', { fingerprints: [] }).replace('m=audio', `${line}m=audio`);
  assert.equal(isFromNewConnection(session, connection({ remote: ['answer', 'active'] })), false);
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
  const unbundled = { remoteDescription: { sdp: sdp('7') + 'm=video 9 x 0\r\na=ice-ufrag:efgh\r\n' } };
  assert.equal(isStale({ candidate: 'x', usernameFragment: 'efgh' }, /** @type {any} */ (unbundled)), false);
  assert.equal(isStale(null, connection({})), true, 'without a remote description');
});
