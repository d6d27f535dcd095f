// Does the live player open with exactly what the page showed before it?
import { expect, still, test } from './support/test.mjs';
import { wake } from './support/table.mjs';
import { living } from './support/pages.mjs';

test.use(still);

/** Everything that a player says, by its parts. Runs in the page. */
const read = (player) => {
  const all = (selector) => [...player.querySelectorAll(selector)];
  const plain = (node) => node.textContent.replace(/\s+/g, ' ').trim();
  const texts = (selector) => all(selector).map(plain);
  return {
    name: player.getAttribute('aria-label'),
    pictures: all('.stage .picture.wide').map((picture) => ({
      size: picture.getAttribute('viewBox'),
      labels: [...picture.querySelectorAll('text, th, td')].map(plain),
    })),
    words: texts('.stage > .sr'),
    legend: texts('.legend-line li'),
    place: texts('.place span'),
    checks: texts('.check .title'),
    verdicts: all('.check').map((check) => plain(check.querySelector(':scope > .sr'))),
    rules: texts('.rule .title'),
    knobs: texts('.knob .title'),
    log: texts('.log li:not(.quiet)').slice(-12),
    script: texts('.history li code'),
  };
};

for (const path of living) {
  test(`the models of /${path}`, async ({ page }) => {
    test.slow();
    await page.goto(path || './');
    const hosts = page.locator('sand-table');
    const count = await hosts.count();
    expect(count).toBeGreaterThan(0);
    for (let i = 0; i < count; i += 1) {
      const host = hosts.nth(i);
      // In a narrow column the frame is drawn for a phone; phone.spec looks at that.
      if (!(await host.locator(':scope > .player .picture.wide').first().isVisible())) continue;
      const before = await host.locator(':scope > .player').evaluate(read);
      expect(before.pictures.length, 'pictures in the static frame').toBeGreaterThan(0);
      expect(before.pictures[0].labels.length, 'labels in it').toBeGreaterThan(2);
      const table = await wake(host);
      await expect(table.live.locator('.picture.wide').first()).toBeVisible();
      const after = await table.live.locator('.player').evaluate(read);
      expect(after, `model ${i + 1} of the page`).toEqual(before);
    }
  });
}
