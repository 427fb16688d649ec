import { areInTouch } from '../harness/media.js';
import { stage } from '../harness/stage.js';

// A line that is silent is noticed by its heartbeat: a short one here, so that nobody waits for long.
const scene = stage({ settings: { PARLEY_HEARTBEAT: '1', PARLEY_HEARTBEAT_TIMEOUT: '3' } });

/** Ben's way to the server is lost and found again; neither loses sight of the other for that. */
async function losesAndFinds(cast, { lose, find }) {
  const ann = await cast.person('Ann');
  const line = await cast.proxy();
  const ben = await cast.person('Ben', { url: line.url });
  for (const person of [ann, ben]) await person.joins(cast.room);
  await ann.isWith(ben);
  await ben.isWith(ann);
  const away = ann.tileOf(ben).getByText('reconnecting', { exact: true });

  lose(line);
  await away.waitFor();
  await ben.connectionIs('reconnecting');
  await areInTouch(ann, ben);

  find(line);
  await away.waitFor({ state: 'hidden' });
  await ben.connectionIs('open');
  await ann.isWith(ben);
  await ben.isWith(ann);
  await areInTouch(ann, ben);
}

scene('who loses the network is shown so, and comes back', (cast) =>
  losesAndFinds(cast, { lose: (line) => line.break(), find: (line) => line.mend() }),
);

scene('who falls silent is shown so, and comes back', (cast) =>
  losesAndFinds(cast, { lose: (line) => line.hold(), find: (line) => line.release() }),
);
