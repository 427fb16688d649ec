import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isOutdated, isStranger, withPresentRole } from '../rtc/sdp.js';

/** @param {string} session @param {{ setup?: string, ufrag?: string, version?: number }} [details] */
function sdp(session, { setup = 'actpass', ufrag = 'abcd', version = 2 } = {}) {
  const head = `v=0\r\no=- ${session} ${version} IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\n`;
  return `${head}m=audio 9 x 0\r\na=ice-ufrag:${ufrag}\r\na=setup:${setup}\r\n`;
}

/** @param {{ local?: [string, string], remote?: [string, string] }} descriptions  type and role of each */
function connection({ local, remote }) {
  const description = (/** @type {[string, string] | undefined} */ said) => {
    return said ? { type: said[0], sdp: sdp('7', { setup: said[1] }) } : null;
  };
  const descriptions = {
    remoteDescription: description(remote),
    currentLocalDescription: description(local),
    currentRemoteDescription: description(remote),
  };
  return /** @type {any} */ (descriptions);
}

test('a description from another connection is a stranger', () => {
  const known = connection({ remote: ['answer', 'active'] });
  assert.equal(isStranger(sdp('7', { version: 3, ufrag: 'new' }), known), false);
  assert.equal(isStranger(sdp('8'), known), true);
  assert.equal(isStranger(sdp('8'), connection({})), false, 'the first one is not');
});

test('an offer leaves the other side the role that it has', () => {
  const offer = sdp('7');
  const answered = connection({ local: ['offer', 'actpass'], remote: ['answer', 'active'] });
  assert.equal(withPresentRole(offer, answered), sdp('7', { setup: 'active' }));
  const answering = connection({ local: ['answer', 'active'], remote: ['offer', 'actpass'] });
  assert.equal(withPresentRole(offer, answering), sdp('7', { setup: 'passive' }));
  const passive = connection({ local: ['answer', 'passive'], remote: ['offer', 'active'] });
  assert.equal(withPresentRole(offer, passive), sdp('7', { setup: 'active' }));
  assert.equal(withPresentRole(offer, connection({})), offer, 'the first one may be answered freely');
});

test('a candidate is for the description that it names, or for any', () => {
  const known = connection({ remote: ['answer', 'active'] });
  assert.equal(isOutdated({ candidate: 'x', usernameFragment: 'abcd' }, known), false);
  assert.equal(isOutdated({ candidate: 'x', usernameFragment: 'abc' }, known), true);
  assert.equal(isOutdated({ candidate: 'x' }, known), false);
  assert.equal(isOutdated(null, known), false);
  assert.equal(isOutdated(null, connection({})), true, 'without a description there is nothing to be for');
});
