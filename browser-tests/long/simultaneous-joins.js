import { defineTests } from '../harness/browser-test.js';
import { PAIRS, joinAtTheSameTime } from '../harness/simultaneous-joins.js';

const ROUNDS = 50;

const callTest = defineTests({ kinds: ['chromium', 'firefox'], timeout: 60 * 60_000 });

for (const pair of PAIRS)
  callTest(`two people who join at the same time always see and hear each other: ${pair.join(' ')}`, (t) =>
    joinAtTheSameTime(t, pair, ROUNDS),
  );
