import assert from 'node:assert/strict';
import { defineTests } from '../harness/browser-test.js';
import { until } from '../harness/until.js';

const controlsTest = defineTests({ kinds: ['chromium', 'firefox'] });

/** The shared screens that a person sees. */
const screens = (person) => person.page.locator('[data-testid=screen]');

/** Waits until the page shows this many screens, all of them with pictures. */
async function waitForScreens(person, count) {
  await until(`${person.name} sees ${count} screens`, () => {
    return screens(person).evaluateAll(
      (tiles, count) =>
        tiles.length === count &&
        tiles.every((tile) => {
          const video = tile.querySelector('video');
          return !video.hidden && video.videoWidth > 0 && !video.paused;
        }),
      count,
    );
  });
}

const showsVideo = (person, other) =>
  person.tileOf(other).evaluate((tile) => {
    const video = tile.querySelector('video');
    return !video.hidden && video.videoWidth > 0;
  });

async function waitForVideo(person, other, isShown) {
  await until(`${person.name} ${isShown ? 'sees' : 'does not see'} the camera of ${other.name}`, async () => {
    return (await showsVideo(person, other)) === isShown;
  });
}

controlsTest('two people share their screens at once, beside their cameras', async (t) => {
  const [ana, ben] = await t.call({ Ana: {}, Ben: {} });
  await ana.find('share').click();
  for (const person of [ana, ben]) await waitForScreens(person, 1);
  assert.equal(await screens(ben).getByTestId('tile-name').textContent(), 'Screen of Ana');
  assert.match(await ana.find('share').textContent(), /Stop sharing/);
  await ben.find('share').click();
  for (const person of [ana, ben]) await waitForScreens(person, 2);
  await waitForVideo(ana, ben, true);
  await waitForVideo(ben, ana, true);
  await ana.find('share').click();
  for (const person of [ana, ben]) await waitForScreens(person, 1);
  assert.equal(await screens(ana).getByTestId('tile-name').textContent(), 'Screen of Ben');
});

controlsTest(
  'the button of the browser ends a shared screen, and a later guest sees the next one',
  async (t) => {
    const [ana, ben] = await t.call({ Ana: {}, Ben: {} });
    await ana.find('share').click();
    await waitForScreens(ben, 1);
    // As after a click on the browser's own button, the track ends and the page receives an event.
    await ana.page.evaluate(() => {
      const { track } = globalThis.parley.mesh.publications.get('screen');
      track.stop();
      track.dispatchEvent(new Event('ended'));
    });
    for (const person of [ana, ben]) await waitForScreens(person, 0);
    assert.match(await ana.find('share').textContent(), /Share screen/);
    await ana.find('share').click();
    const cem = await t.participant('Cem', { kind: 'firefox' });
    await cem.join(t.room);
    for (const person of [ana, ben, cem]) await waitForScreens(person, 1);
    await ana.leave();
    for (const person of [ben, cem]) await waitForScreens(person, 0);
  },
);

controlsTest('a person chooses what to receive from another, and what to send', async (t) => {
  const [ana, ben] = await t.call({ Ana: {}, Ben: { kind: 'firefox' } });
  await waitForVideo(ana, ben, true);
  const menu = ana.tileOf(ben).getByTestId('tile-menu');
  await menu.locator('summary').click();
  await menu.getByLabel('Show their video').uncheck();
  await waitForVideo(ana, ben, false);
  await waitForVideo(ben, ana, true);
  await menu.getByLabel('Show their video').check();
  await waitForVideo(ana, ben, true);
  await menu.getByLabel('Send them my video').uncheck();
  await waitForVideo(ben, ana, false);
  // Those who come later are not concerned.
  const cem = await t.participant('Cem');
  await cem.join(t.room);
  await cem.waitForPeers(ana, ben);
  await waitForVideo(cem, ana, true);
  await menu.getByLabel('Send them my video').check();
  await waitForVideo(ben, ana, true);
});

controlsTest('a person declines the screen of another with the keyboard', async (t) => {
  const [ana, ben] = await t.call({ Ana: {}, Ben: {} });
  await ben.find('share').click();
  await waitForScreens(ana, 1);
  const { keyboard } = ana.page;
  const options = ana.tileOf(ben).getByRole('group', { name: 'Options for Ben' });
  const box = options.getByRole('checkbox', { name: 'Show their screen' });
  const summary = ana.tileOf(ben).getByTestId('tile-menu').locator('summary');
  await summary.focus();
  await keyboard.press('Enter');
  for (const name of ['Show their video', 'Show their screen']) {
    await keyboard.press('Tab');
    const focused = ana.page.locator('label', {
      has: ana.page.locator('input:focus'),
    });
    assert.equal(await focused.textContent().then((text) => text.trim()), name);
  }
  await keyboard.press('Space');
  await waitForScreens(ana, 0);
  await waitForScreens(ben, 1);
  await waitForVideo(ana, ben, true);
  assert.equal(await box.isChecked(), false);
  await keyboard.press('Space');
  await waitForScreens(ana, 1);
  await keyboard.press('Escape');
  assert.equal(await options.isVisible(), false);
  assert.equal(await summary.evaluate((element) => element === document.activeElement), true);
});

controlsTest('an open menu leaves no listener when its person leaves', async (t) => {
  const [ana, ben] = await t.call({ Ana: {}, Ben: {} });
  const session = await ana.page.context().newCDPSession(ana.page);
  const listeners = async () => {
    const { result } = await session.send('Runtime.evaluate', {
      expression: 'document',
    });
    const { listeners } = await session.send('DOMDebugger.getEventListeners', { objectId: result.objectId });
    return listeners.filter(({ type }) => type === 'pointerdown').length;
  };
  await ana.tileOf(ben).getByTestId('tile-menu').locator('summary').click();
  assert.equal(await listeners(), 1);
  await ben.leave();
  await until('the tile is removed', async () => (await ana.find('tile').count()) === 1);
  assert.equal(await listeners(), 0);
});

controlsTest('a person learns why the screen cannot be shared', async (t) => {
  const ana = await t.participant('Ana');
  await ana.page.addInitScript(() => {
    const devices = navigator.mediaDevices;
    devices.getDisplayMedia = async () => {
      throw new DOMException(...globalThis.failure);
    };
  });
  await ana.join(t.room);
  const share = async (...failure) => {
    await ana.page.evaluate((failure) => (globalThis.failure = failure), failure);
    await ana.find('share').click();
  };
  const notice = ana.find('notice');
  await share('Permission denied by system', 'NotAllowedError');
  await notice.filter({ hasText: 'Allow screen recording' }).waitFor();
  await share('Could not start', 'NotReadableError');
  await notice.filter({ hasText: 'Choose another screen' }).waitFor();
  await share('Permission denied', 'NotAllowedError'); // cancelled
  await notice.waitFor({ state: 'detached' });
});

controlsTest('a phone, which cannot share its screen, has no button for it', async (t) => {
  const ana = await t.participant('Ana');
  await ana.page.addInitScript(() => delete MediaDevices.prototype.getDisplayMedia);
  await ana.join(t.room);
  assert.equal(await ana.find('share').isVisible(), false);
});

controlsTest('a person chooses the speaker during a call', async (t) => {
  const [ana] = await t.call({ Ana: {}, Ben: {} });
  await ana.find('settings-open').click();
  const speakers = ana.page.locator('#speakers');
  await until('the speakers are listed', async () => (await speakers.locator('option').count()) > 1);
  const [, , chosen] = await speakers
    .locator('option')
    .evaluateAll((options) => options.map(({ value }) => value));
  await speakers.selectOption(chosen);
  await until('all players use it', () =>
    ana.page.evaluate((id) => {
      const players = [...document.querySelectorAll('.tile audio')];
      return players.length > 1 && players.every(({ sinkId }) => sinkId === id);
    }, chosen),
  );
  await ana.page.keyboard.press('Escape');
  assert.equal(await ana.find('settings').isVisible(), false);
});
