import assert from 'node:assert/strict';
import { defineTests } from '../harness/browser-test.js';

const callTest = defineTests();

const roomOf = (person) => person.page.evaluate(() => globalThis.parley.client.room);

callTest('a person who follows the link of a room needs to enter a name only', async (t) => {
  const ann = await t.participant('Ann');
  const ben = await t.participant('Ben');
  await ann.join(t.room);
  await ben.open(await ann.find('room-link').textContent());
  assert.equal(await ben.find('room').inputValue(), t.room);
  await ben.submitName();
  await ann.waitForPeers(ben);
  await ben.waitForPeers(ann);
});

callTest('the room can be entered in the lobby', async (t) => {
  const ann = await t.participant('Ann');
  const ben = await t.participant('Ben');
  for (const person of [ann, ben]) {
    await person.open('/');
    await person.find('room').fill(t.room);
    await person.submitName();
    assert.equal(new URL(person.page.url()).pathname, `/r/${t.room}`);
  }
  await ann.waitForPeers(ben);
});

callTest('an empty field leads to a new room', async (t) => {
  const ann = await t.participant('Ann');
  const ben = await t.participant('Ben');
  await ann.open('/');
  await ann.submitName();
  assert.match(await roomOf(ann), /^[a-z0-9-]{8,}$/);
  await ben.open(ann.page.url());
  await ben.submitName();
  await ann.waitForPeers(ben);
});

callTest('a room name that is not valid is changed to the nearest valid one', async (t) => {
  const ann = await t.participant('Ann');
  await ann.open('/');
  await ann.find('room').fill('  Café “Zoë” & friends! ');
  await ann.submitName();
  assert.equal(await roomOf(ann), 'Cafe-Zoe-friends');
  assert.equal(new URL(ann.page.url()).pathname, '/r/Cafe-Zoe-friends');
});

callTest('a room name without valid characters is refused', async (t) => {
  const ann = await t.participant('Ann');
  await ann.open('/');
  await ann.find('name').fill('Ann');
  await ann.find('room').fill('☎☎☎');
  await ann.find('join').click();
  await ann.page.getByRole('alert').filter({ hasText: 'dashes for the name of the room' }).waitFor();
  assert.equal(await ann.find('room').getAttribute('aria-invalid'), 'true');
});

callTest('the link of the room can be copied', async (t) => {
  const permissions = ['clipboard-read', 'clipboard-write', 'camera', 'microphone'];
  const ann = await t.participant('Ann', { permissions });
  await ann.join(t.room);
  await ann.find('copy-link').click();
  await ann.find('copy-link').getByText('Copied').waitFor();
  const copied = await ann.page.evaluate(() => navigator.clipboard.readText());
  assert.equal(copied, new URL(`/r/${t.room}`, ann.url).href);
});
