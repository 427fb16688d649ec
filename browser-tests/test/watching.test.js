import assert from 'node:assert/strict';
import { hears, sees } from '../harness/media.js';
import { stage } from '../harness/stage.js';

const scene = stage({ kinds: ['chromium', 'chromium without devices', 'chromium without permission'] });

async function watches(cast, kind, advice) {
  const ann = await cast.person('Ann');
  const ben = await cast.person('Ben', { kind });
  await ann.joins(cast.room);
  await ben.opens(`/r/${cast.room}`);
  await ben.find('notice').filter({ hasText: advice }).waitFor();
  await ben.entersAs('Ben');
  await ann.isWith(ben);
  await ben.isWith(ann);
  await Promise.all([sees(ben, ann), hears(ben, ann)]);
  await ben.tileOf(ann).locator('video').waitFor();
  assert.ok(await ben.find('notice').filter({ hasText: advice }).isVisible());
  for (const badge of ['muted', 'camera off']) await ann.tileOf(ben).getByTitle(badge).waitFor();
}

scene('who has no camera and no microphone is told so, and watches', (cast) =>
  watches(
    cast,
    'chromium without devices',
    'Connect a camera or a microphone, then try again',
  ),
);

scene('who does not allow camera and microphone is told how to, and watches', (cast) =>
  watches(cast, 'chromium without permission', "in the browser's address bar"),
);
