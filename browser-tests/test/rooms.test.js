import assert from 'node:assert/strict';
import { stage } from '../harness/stage.js';

const scene = stage();

const roomOf = (person) => person.page.evaluate(() => globalThis.parley.client.room);

scene('who follows the link of a room needs no more than a name', async (cast) => {
  const ann = await cast.person('Ann');
  const ben = await cast.person('Ben');
  await ann.joins(cast.room);
  await ben.opens(await ann.find('room-link').textContent());
  assert.equal(await ben.find('room').inputValue(), cast.room);
  await ben.entersAs('Ben');
  await ann.isWith(ben);
  await ben.isWith(ann);
});

scene('a room is named at the front door', async (cast) => {
  const ann = await cast.person('Ann');
  const ben = await cast.person('Ben');
  for (const person of [ann, ben]) {
    await person.opens('/');
    await person.find('room').fill(cast.room);
    await person.entersAs(person.name);
    assert.equal(new URL(person.page.url()).pathname, `/r/${cast.room}`);
  }
  await ann.isWith(ben);
});

scene('who names no room gets one', async (cast) => {
  const ann = await cast.person('Ann');
  const ben = await cast.person('Ben');
  await ann.opens('/');
  await ann.entersAs('Ann');
  assert.match(await roomOf(ann), /^[a-z0-9-]{8,}$/);
  await ben.opens(ann.page.url());
  await ben.entersAs('Ben');
  await ann.isWith(ben);
});

scene('a room as people write it becomes one that fits into a link', async (cast) => {
  const ann = await cast.person('Ann');
  await ann.opens('/');
  await ann.find('room').fill('  Café “Zoë” & friends! ');
  await ann.entersAs('Ann');
  assert.equal(await roomOf(ann), 'Cafe-Zoe-friends');
  assert.equal(new URL(ann.page.url()).pathname, '/r/Cafe-Zoe-friends');
});

scene('a name that no link can hold is refused with a sentence', async (cast) => {
  const ann = await cast.person('Ann');
  await ann.opens('/');
  await ann.find('name').fill('Ann');
  await ann.find('room').fill('☎☎☎');
  await ann.find('join').click();
  await ann.page.getByRole('alert').filter({ hasText: 'nothing else works in a link' }).waitFor();
  assert.equal(await ann.find('room').getAttribute('aria-invalid'), 'true');
});

scene('the link of the room is copied', async (cast) => {
  const ann = await cast.person('Ann', {
    permissions: ['clipboard-read', 'clipboard-write', 'camera', 'microphone'],
  });
  await ann.joins(cast.room);
  await ann.find('copy-link').click();
  await ann.find('copy-link').getByText('Copied').waitFor();
  const copied = await ann.page.evaluate(() => navigator.clipboard.readText());
  assert.equal(copied, new URL(`/r/${cast.room}`, ann.url).href);
});
