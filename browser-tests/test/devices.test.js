import assert from 'node:assert/strict';
import { axeViolations } from '../harness/axe.js';
import { defineTests } from '../harness/browser-test.js';
import { devicesInUse, hangCamera, openOneCameraAtATime, recordTracks } from '../harness/devices.js';
import { waitForAudio, waitForMedia, waitForVideo } from '../harness/media.js';
import { until } from '../harness/until.js';

const callTest = defineTests({ kinds: ['chromium', 'firefox'] });

async function waitForDevices(person, ...kinds) {
  await until(`${person.name} uses ${kinds.join(' and ') || 'no device'}`, async () => {
    return (await devicesInUse(person)).join() === kinds.join();
  });
}

/** Ann, in this browser, in a call with Ben. */
async function callOf(t, kind) {
  const ann = await t.participant('Ann', { kind });
  const ben = await t.participant('Ben');
  await recordTracks(ann);
  for (const person of [ann, ben]) await person.join(t.room);
  await ann.waitForPeers(ben);
  await waitForMedia(ann, ben);
  return [ann, ben];
}

for (const kind of ['chromium', 'firefox']) {
  callTest(`a stopped camera is released, and comes back, in ${kind}`, async (t) => {
    const [ann, ben] = await callOf(t, kind);
    await ann.find('camera').click();
    await ben.tileOf(ann).getByTitle('camera off').waitFor();
    await waitForDevices(ann, 'audio');
    await waitForAudio(ben, ann);

    await ann.find('camera').click();
    await ben.tileOf(ann).getByTitle('camera off').waitFor({ state: 'hidden' });
    await waitForDevices(ann, 'audio', 'video');
    await waitForVideo(ben, ann);
    await ben.tileOf(ann).locator('video').waitFor();
  });

  callTest(`devices are released after a call, until the person joins again, in ${kind}`, async (t) => {
    const [ann, ben] = await callOf(t, kind);
    await ann.leave();
    await waitForDevices(ann);
    assert.equal(await ann.find('lobby-mute').getAttribute('data-on'), 'true', 'will be on');
    assert.deepEqual(await axeViolations(ann), []);

    await ann.find('preview-start').click();
    await ann.page.locator('#preview').waitFor();
    await waitForDevices(ann, 'audio', 'video');

    await ann.submitName();
    await ann.leave();
    await ann.find('lobby-camera').click();
    await waitForDevices(ann);
    await ann.submitName();
    await waitForDevices(ann, 'audio');
    await ben.tileOf(ann).getByTitle('camera off').waitFor();
    await ann.waitForPeers(ben);
    await waitForAudio(ben, ann);
  });
}

for (const kind of ['chromium', 'chromium with cache'])
  callTest(`devices stay released when a person returns to the page after a call, in ${kind}`, async (t) => {
    const ann = await t.participant('Ann', { kind });
    await recordTracks(ann);
    await ann.join(t.room);
    await ann.leave();
    await ann.open('/docs/');
    // Not `goBack`, which waits for a load.
    await ann.page.evaluate(() => history.back());
    await ann.find('preview-start').waitFor();
    await waitForDevices(ann);
    await ann.find('preview-start').click();
    await waitForDevices(ann, 'audio', 'video');
  });

callTest('a camera that does not respond holds up neither the call nor the microphone', async (t) => {
  const ann = await t.participant('Ann');
  const ben = await t.participant('Ben');
  await recordTracks(ann);
  await hangCamera(ann);
  for (const person of [ann, ben]) await person.join(t.room);
  await ann.waitForPeers(ben);
  await ann.page.getByText('it does not respond').waitFor();
  await waitForDevices(ann, 'audio');
  await waitForAudio(ben, ann);

  await ann.page.evaluate(() => globalThis.answerRequests());
  await waitForVideo(ben, ann);
  await ann.page.getByText('it does not respond').waitFor({ state: 'hidden' });
  await waitForDevices(ann, 'audio', 'video');
});

callTest('another microphone replaces one that is unplugged during a call', async (t) => {
  const [ann, ben] = await callOf(t, 'chromium');
  const present = await ann.page.evaluate(async () => {
    const [used] = globalThis.openedTracks.filter(({ kind }) => kind === 'audio');
    const { deviceId } = used.getSettings();
    const all = await navigator.mediaDevices.enumerateDevices();
    const others = all.filter((each) => each.deviceId !== deviceId);
    navigator.mediaDevices.enumerateDevices = async () => others;
    used.stop();
    used.dispatchEvent(new Event('ended'));
    return others.filter((each) => each.kind === 'audioinput').length;
  });
  assert.ok(present > 0, 'there is another microphone');
  await waitForDevices(ann, 'audio', 'video');
  await waitForAudio(ben, ann);
});

callTest('a microphone that another program takes is reported, and comes back on demand', async (t) => {
  const [ann, ben] = await callOf(t, 'chromium');
  await ann.page.evaluate(() => {
    const [used] = globalThis.openedTracks.filter(({ kind }) => kind === 'audio');
    used.stop();
    used.dispatchEvent(new Event('ended'));
  });
  await ben.tileOf(ann).getByTitle('muted').waitFor();
  await ann.page.getByRole('button', { name: 'Try again' }).click();
  await ben.tileOf(ann).getByTitle('muted').waitFor({ state: 'hidden' });
  await waitForAudio(ben, ann);
});

callTest('a person can choose the microphone in the lobby', async (t) => {
  const ann = await t.participant('Ann');
  await recordTracks(ann);
  await ann.open('/');
  const select = ann.page.getByLabel('Microphone');
  await select.waitFor();
  const ids = await select.locator('option').evaluateAll((options) => options.map(({ value }) => value));
  const current = await select.inputValue();
  const other = ids.find((id) => id !== current);
  await select.selectOption(other);
  await until('the other microphone is used', async () => {
    const used = await ann.page.evaluate(() => {
      const live = globalThis.openedTracks.filter(
        (each) => each.readyState === 'live' && each.kind === 'audio',
      );
      return live.map((track) => track.getSettings().deviceId).join();
    });
    return used === other;
  });
});

/** Shares a screen with the library alone, and ends it as the browser's own button does. */
async function shareAndEnd(t, kind) {
  const ann = await t.participant('Ann', { kind });
  await ann.open('/docs/');
  return ann.page.evaluate(async () => {
    const { LocalMedia } = await import('/parley.js');
    const media = new LocalMedia();
    const isShared = await media.shareScreen();
    const shared = [...media.sources.keys()].sort();
    const tracks = [...media.sources.values()].map(({ track }) => track);
    media.sources.get('screen')?.track.dispatchEvent(new Event('ended'));
    const live = tracks.filter(({ readyState }) => readyState === 'live');
    return {
      isShared,
      shared,
      left: media.sources.size,
      live: live.length,
      problem: media.problems.get('screen'),
    };
  });
}

callTest('the library shares a screen with its sound', async (t) => {
  const end = { left: 0, live: 0, problem: undefined };
  const result = await shareAndEnd(t, 'chromium');
  assert.deepEqual(result, {
    isShared: true,
    shared: ['screen', 'screen-audio'],
    ...end,
  });
});

callTest('the library reports a browser that cannot share a screen', async (t) => {
  const { isShared, problem } = await shareAndEnd(t, 'firefox'); // without a display
  assert.deepEqual([isShared, problem], [false, 'NotFoundError']);
});

for (const device of ['computer', 'phone'])
  callTest(
    `a switch to another microphone or camera of a ${device} does not show the others that it is off`,
    async (t) => {
      const ann = await t.participant('Ann', { kind: 'chromium with cameras' });
      if (device === 'phone') await openOneCameraAtATime(ann);
      const ben = await t.participant('Ben');
      for (const person of [ann, ben]) await person.join(t.room);
      await ben.waitForPeers(ann);
      await waitForMedia(ann, ben);
      const changes = await ben.page.evaluateHandle(() => {
        const changes = [];
        for (const type of ['source-changed', 'source-removed', 'participant-updated'])
          globalThis.parley.addEventListener(type, () => changes.push(type));
        return changes;
      });
      await ann.find('settings-open').click();
      for (const label of ['Microphone', 'Camera']) {
        const select = ann.page.getByLabel(label, { exact: true });
        await select.waitFor();
        const before = await select.inputValue();
        const ids = await select
          .locator('option')
          .evaluateAll((options) => options.map(({ value }) => value));
        await select.selectOption(ids.at(-1));
        await until('the other device is used', () =>
          ann.page.evaluate(
            ([label, before]) => {
              const { track } = globalThis.parley.mesh.publications.get(label.toLowerCase());
              return track.getSettings().deviceId !== before;
            },
            [label, before],
          ),
        );
      }
      await waitForMedia(ann, ben);
      assert.deepEqual(await changes.jsonValue(), []);
    },
  );

callTest('an unrelated change of the devices opens nothing again', async (t) => {
  const ann = await t.participant('Ann');
  await recordTracks(ann);
  await ann.open('/');
  await waitForDevices(ann, 'audio', 'video');
  await ann.page.evaluate(() => navigator.mediaDevices.dispatchEvent(new Event('devicechange')));
  await ann.page.evaluate(() => navigator.mediaDevices.enumerateDevices());
  await waitForDevices(ann, 'audio', 'video');
  assert.equal(await ann.page.evaluate(() => globalThis.openedTracks.length), 2);
});
