import axe from 'axe-core';

/** The accessibility problems that axe finds in the present state of a page. */
export async function axeViolations({ page }) {
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate(() => globalThis.axe.run());
  return violations.flatMap(({ id, help, nodes }) => nodes.map(({ html }) => `${id}: ${help}: ${html}`));
}
