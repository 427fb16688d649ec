import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { axeViolations } from '../harness/axe.js';
import { defineTests } from '../harness/browser-test.js';

const pageTest = defineTests();
const protocol = JSON.parse(readFileSync(new URL('../../protocol/asyncapi.json', import.meta.url), 'utf8'));

/** Opens the protocol page, and waits until it has rendered the document. */
async function open(reader, path = '/docs/') {
  await reader.open(path);
  await reader.page.locator('html[data-ready]').waitFor();
}

for (const colorScheme of ['light', 'dark']) {
  pageTest(`the protocol page passes axe, ${colorScheme}`, async (t) => {
    const reader = await t.participant('Reader', { colorScheme });
    await open(reader);
    assert.deepEqual(await axeViolations(reader), []);
  });
}

pageTest(
  'the protocol page shows every message, error and close code, and its links lead somewhere',
  async (t) => {
    const reader = await t.participant('Reader');
    const foreign = [];
    reader.page.on('request', (request) => {
      if (!request.url().startsWith(t.server.url)) foreign.push(request.url());
    });
    await open(reader, '/docs');
    const { headings, errors, closes, broken, examples } = await reader.page.evaluate(() => ({
      headings: [...document.querySelectorAll('.message h3')].map((heading) => heading.id),
      errors: [...document.querySelectorAll('tbody [id^=error-]')].map((each) => each.textContent),
      closes: [...document.querySelectorAll('tbody [id^=close-]')].map((each) => Number(each.textContent)),
      broken: [...document.querySelectorAll('a[href^="#"]')]
        .map((link) => link.getAttribute('href').slice(1))
        .filter((id) => !document.getElementById(id)),
      examples: document.querySelectorAll('figure').length,
    }));
    const messages = Object.values(protocol.components.messages);
    for (const { name, tags } of messages) {
      assert.ok(headings.includes(`${name}-${tags[0].name}`), `the page lacks ${name}`);
    }
    assert.equal(examples, messages.flatMap(({ examples: all = [] }) => all).length);
    assert.deepEqual(
      errors,
      protocol['x-error-codes'].map(({ code }) => code),
    );
    assert.deepEqual(
      closes,
      protocol['x-close-codes'].map(({ code }) => code),
    );
    assert.deepEqual(broken, [], 'links without a target');
    assert.deepEqual(foreign, [], 'the page asks other servers');
  },
);

pageTest('the protocol page fits a phone, and a link to a message leads there', async (t) => {
  const reader = await t.participant('Reader');
  await reader.page.setViewportSize({ width: 360, height: 740 });
  await open(reader, '/docs/#joined-notice');
  const { overflow, top } = await reader.page.evaluate(() => ({
    overflow: document.documentElement.scrollWidth - innerWidth,
    top: document.getElementById('joined-notice').getBoundingClientRect().top,
  }));
  assert.ok(overflow <= 0, `the page is ${overflow} px wider than the screen`);
  assert.ok(top >= 0 && top < 100, `the heading is at ${top} px`);
});
