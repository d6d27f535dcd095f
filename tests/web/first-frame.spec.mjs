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
    knobs: texts('.knob:not([hidden]) .title'),
    log: all('.log li:not(.quiet)').slice(-12).map((line) => [...line.querySelectorAll('time, span')].map(plain)),
    script: texts('.history li code'),
  };
};

/** Two frames of the browser. */
const settled = (page) =>
  page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));

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
      // What is far from the window is as high as most are, until it comes near.
      await host.scrollIntoViewIfNeeded();
      await settled(page);
      const height = (await host.boundingBox()).height;
      const before = await host.locator(':scope > .player').evaluate(read);
      expect(before.pictures.length, 'pictures in the static frame').toBeGreaterThan(0);
      expect(before.pictures[0].labels.length, 'labels in it').toBeGreaterThan(2);
      const table = await wake(host);
      await expect(table.live.locator('.picture.wide').first()).toBeVisible();
      for (const beside of await table.live.locator('.aside .picture').all()) await expect(beside).toBeVisible();
      const after = await table.live.locator('.player').evaluate(read);
      expect(after, `model ${i + 1} of the page`).toEqual(before);
      expect((await host.boundingBox()).height, `height of model ${i + 1}`).toBeCloseTo(height, 0);
    }
  });
}

for (const width of [1280, 820, 390]) {
  test.describe(`${width} pixels wide`, () => {
    test.use({ viewport: { width, height: 844 }, hasTouch: width < 500, isMobile: width < 500 });

    for (const path of living) {
      test(`nothing moves when the models of /${path} come to life`, async ({ page }) => {
        test.slow();
        // No model is live while it is measured.
        let release;
        const gate = new Promise((done) => (release = done));
        await page.route('**/*.wasm', (route) => gate.then(() => route.continue()));
        await page.goto(path || './');
        // All are laid out at once: how high one is taken to be while it is far away is no movement.
        await page.locator('sand-table').evaluateAll((all) => all.forEach((host) => { host.style.contentVisibility = 'visible'; }));
        const tops = () =>
          page.locator('sand-table').evaluateAll((all) =>
            all.map((host) => [host, host.querySelector('[slot=told]')].map((e) =>
              e ? Math.round(e.getBoundingClientRect().top + scrollY) : null,
            )),
          );
        const before = await tops();
        release();
        for (const host of await page.locator('sand-table').all()) await wake(host);
        await settled(page);
        expect(await tops()).toEqual(before);
      });
    }
  });
}

test('the film strip and the story stay when the model is live, and can be unfolded', async ({ page }) => {
  await page.goto(living[living.length - 1] || './');
  const host = page.locator('sand-table').first();
  await wake(host);
  await expect(host.locator(':scope > .player')).toBeHidden();
  await expect(host.locator('.film figure').first()).toBeVisible();
  await host.getByText('The run in sentences').click();
  await expect(host.locator('.transcript li').first()).toBeVisible();
  await expect(host).toHaveAttribute('data-live', '');
});
