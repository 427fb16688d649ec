import assert from 'node:assert/strict';
import { defineTests } from '../harness/browser-test.js';
import { mediaStats } from '../harness/media.js';
import { recordPeerConnections } from '../harness/peer-connections.js';
import { until } from '../harness/until.js';

const KINDS = ['chromium', 'firefox'];
const exampleTest = defineTests({ kinds: KINDS });

/** Opens a page of the examples for several people. @param {Record<string, object>} people  options of each, by name */
async function openAll(t, people, pathOf) {
  const opened = [];
  for (const [name, options] of Object.entries(people)) {
    const person = await t.participant(name, options);
    await recordPeerConnections(person);
    await person.open(pathOf(name));
    opened.push(person);
  }
  return opened;
}

/** Media received on the latest peer connection of a page. */
async function received({ page }) {
  const connection = await page.evaluateHandle(() => globalThis.peerConnections.at(-1));
  return connection.evaluate(mediaStats);
}

async function waitForMediaOf(person) {
  await until(`${person.name} sees and hears the other`, async () => {
    const { frames, energy } = await received(person);
    return frames > 0 && energy > 0;
  });
}

async function waitForStatus({ name, page }, text) {
  await until(`${name} reads "${text}"`, async () => (await page.getByRole('status').textContent()) === text);
}

for (const kind of KINDS) {
  exampleTest(`two pages of the smallest call call each other (${kind})`, async (t) => {
    const people = await openAll(t, { Ann: { kind }, Ben: { kind } }, () => `/example/#${t.room}`);
    for (const person of people) {
      await waitForMediaOf(person);
      assert.equal(await person.page.locator('video').count(), 2);
    }
    const [ann, ben] = people;
    await ben.page.close({ runBeforeUnload: true });
    await until('the video of Ben is removed', async () => (await ann.page.locator('video').count()) === 1);
  });
}

/** Whether a page plays the screen of somebody. */
function plays({ page }, { name }) {
  const figure = page
    .locator('figure', { hasText: `${name}: screen` })
    .filter({ has: page.locator('video') });
  return figure.locator('video').evaluateAll((players) => players.some(({ videoWidth }) => videoWidth > 0));
}

// Headless Firefox has no screen to share, but shows those of others.
exampleTest('several people share their screens at once, and stop', async (t) => {
  const kinds = { Ann: { kind: 'chromium' }, Ben: { kind: 'chromium' }, Cat: { kind: 'firefox' } };
  const people = await openAll(t, kinds, (name) => `/example/screen.html?name=${name}#${t.room}`);
  const [ann, ben, cat] = people;
  const button = ({ page }) => page.locator('#share');
  for (const person of people) await waitForStatus(person, 'open');
  await button(ann).click();
  await button(ben).click();
  for (const [viewer, sharer] of [
    [ann, ben],
    [ben, ann],
    [cat, ann],
    [cat, ben],
  ])
    await until(`${viewer.name} sees the screen of ${sharer.name}`, () => plays(viewer, sharer));
  await until('Ann may stop', async () => (await button(ann).textContent()) === 'Stop sharing');

  await button(ann).click();
  await until('Cat does not see Ann any more', async () => !(await plays(cat, ann)));
  assert.equal(await button(ann).textContent(), 'Share the screen');
  assert.ok(await plays(cat, ben));
});

exampleTest('a screen that the person stops with the button of the browser is taken away', async (t) => {
  const kinds = { Ann: { kind: 'chromium' }, Ben: { kind: 'chromium' } };
  const pathOf = (name) => `/example/screen.html?name=${name}#${t.room}`;
  const people = await openAll(t, kinds, pathOf);
  const [ann, ben] = people;
  for (const person of people) await waitForStatus(person, 'open');
  await ann.page.evaluate(() => {
    const devices = navigator.mediaDevices;
    const open = devices.getDisplayMedia.bind(devices);
    devices.getDisplayMedia = async (options) => (globalThis.shared = await open(options));
  });
  await ann.page.locator('#share').click();
  await until('Ben sees the screen', () => plays(ben, ann));
  // The browser ends the track, and dispatches the event that `stop` does not.
  await ann.page.evaluate(() => {
    for (const track of globalThis.shared.getTracks()) {
      track.stop();
      track.dispatchEvent(new Event('ended'));
    }
  });
  await until('Ben does not see it any more', async () => !(await plays(ben, ann)));
  assert.equal(await ann.page.locator('#share').textContent(), 'Share the screen');
});

for (const [name, kinds] of [
  ['chromium', { Ann: { kind: 'chromium' }, Ben: { kind: 'chromium' } }],
  ['firefox and chromium', { Ann: { kind: 'firefox' }, Ben: { kind: 'chromium' } }],
]) {
  exampleTest(`ringing: accepted and declined calls, busy people, no answer (${name})`, async (t) => {
    const cat = { Cat: { kind: 'chromium' } };
    const pathOf = (seconds) => (name) => `/example/ringing.html?name=${name}&seconds=${seconds}#${t.room}`;
    const [ann, ben] = await openAll(t, kinds, pathOf(60));
    const [impatient] = await openAll(t, cat, pathOf(1));
    const click = (person, text) => person.page.getByRole('button', { name: text, exact: true }).click();
    for (const person of [ann, ben, impatient])
      await waitForStatus(person, `${person.name} waits for calls.`);

    await click(ann, 'Call Ben');
    await waitForStatus(ben, 'Ann calls.');
    await click(ben, 'Decline');
    await waitForStatus(ann, 'Ben has declined.');

    await click(ann, 'Call Ben');
    await waitForStatus(ben, 'Ann calls.');
    await click(ann, 'End');
    await waitForStatus(ben, 'The call has ended.');

    await click(ann, 'Call Ben');
    await waitForStatus(ben, 'Ann calls.');
    await click(impatient, 'Call Ben');
    await waitForStatus(impatient, 'Ben is busy.');
    await click(ben, 'Accept');
    for (const person of [ann, ben]) await waitForMediaOf(person);
    await click(ben, 'End');
    await waitForStatus(ann, 'The call has ended.');
    assert.equal(await ann.page.locator('figure').count(), 0);

    await click(impatient, 'Call Ann');
    await waitForStatus(impatient, 'Ann does not answer.');
    await waitForStatus(ann, 'The call has ended.');

    await click(ann, 'Call Ben');
    await waitForStatus(ben, 'Ann calls.');
    await ben.page.close({ runBeforeUnload: true });
    await waitForStatus(ann, 'Ben has left.');
  });
}
