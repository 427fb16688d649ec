import assert from 'node:assert/strict';
import { defineTests } from '../harness/browser-test.js';
import { waitForMedia } from '../harness/media.js';

const callTest = defineTests();

callTest('a person who reloads the page keeps id, name and call', async (t) => {
  const [ann, ben] = await t.call({ Ann: {}, Ben: {} });
  await waitForMedia(ann, ben);
  const { id } = ben;

  await ben.page.reload();
  assert.equal(await ben.find('name').inputValue(), 'Ben');
  await ben.find('join').click();
  await ben.waitUntilJoined();

  assert.equal(ben.id, id);
  await ann.waitForPeers(ben);
  await ben.waitForPeers(ann);
  await waitForMedia(ann, ben);
});

callTest('a muted person stays muted after a reload', async (t) => {
  const [ann] = await t.call({ Ann: {} });
  await ann.find('mute').click();
  await ann.find('camera').click();

  await ann.page.reload();
  await ann.find('join').click();
  await ann.waitUntilJoined();

  assert.equal(await ann.find('mute').getAttribute('data-on'), 'false');
  assert.equal(await ann.find('camera').getAttribute('data-on'), 'false');
});

callTest('a person who returns after a crash has one tile', async (t) => {
  const proxy = await t.proxy();
  const [ann, ben] = await t.call({ Ann: {}, Ben: { url: proxy.url } });
  await waitForMedia(ann, ben);

  // The leave of the page is not delivered, as if the page had crashed.
  proxy.pause();
  await ben.page.goto('about:blank');
  proxy.dropConnections();
  proxy.resume();
  await ben.join(t.room);

  await ann.waitForPeers(ben);
  await ben.waitForPeers(ann);
  await waitForMedia(ann, ben);
});
