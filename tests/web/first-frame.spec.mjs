// Does the live player open with exactly what the page showed before it?
import { expect, still, test } from './support/test.mjs';
import { wake, wakeAll } from './support/table.mjs';
import { living } from './support/pages.mjs';

test.use(still);

/** Everything that each player of the page says, by its parts; of its `live` one, or of the `still` one
 * that stood there before. Runs in the page. */
const read = (which) =>
  [...document.querySelectorAll('sand-table')].map((host) => {
    const player = which === 'live' ? host.shadowRoot.querySelector('.live .player') : host.querySelector(':scope > .player');
    const all = (selector) => [...player.querySelectorAll(selector)];
    const plain = (node) => node.textContent.replace(/\s+/g, ' ').trim();
    const texts = (selector) => all(selector).map(plain);
    const seen = (e) => Boolean(e) && e.checkVisibility({ visibilityProperty: true }) && e.getBoundingClientRect().height > 0;
    return {
      wide: seen(player.querySelector('.picture.wide')),
      beside: all('.aside .picture').map(seen),
      height: Math.round(host.getBoundingClientRect().height),
      name: player.getAttribute('aria-label'),
      pictures: all('.stage .picture.wide').map((picture) => ({
        size: picture.getAttribute('viewBox'),
        labels: [...picture.querySelectorAll('text, th, td')].map(plain),
      })),
      words: texts('.stage > .sr'),
      legend: texts('.legend-line li'),
      place: texts('.place span'),
      checks: texts('.check .title'),
      // Where the status says the verdict it is said once.
      verdicts: all('.check').map((check) => plain(check.querySelector(':scope > .sr') ?? check.querySelector(':scope > .status'))),
      rules: texts('.rule .title'),
      knobs: texts('.knob:not([hidden]) .title'),
      log: all('.log li:not(.quiet)').slice(-12).map((line) => [...line.querySelectorAll('time, span')].map(plain)),
      script: texts('.history li code'),
    };
  });

/** Where each model and its story begin, in pixels from the top. */
const tops = (page) =>
  page.locator('sand-table').evaluateAll((all) =>
    all.map((host) => [host, host.querySelector('[slot=told]')].map((e) =>
      e ? Math.round(e.getBoundingClientRect().top + scrollY) : null,
    )),
  );

/** Two frames of the browser. */
const settled = (page) =>
  page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));

/** Goes to a page, asks `before` while no model can be live, makes all of them live, and gives what was
 * answered. */
async function held(page, path, before) {
  let release;
  const gate = new Promise((done) => (release = done));
  await page.route('**/*.wasm', (route) => gate.then(() => route.continue()));
  await page.goto(path || './');
  // All are laid out at once: how high one is taken to be while it is far away is no movement.
  await page.locator('sand-table').evaluateAll((all) => all.forEach((host) => { host.style.contentVisibility = 'visible'; }));
  await settled(page);
  const answer = await before();
  release();
  await wakeAll(page);
  await settled(page);
  return answer;
}

for (const path of living) {
  test(`the models of /${path} open as they stood, and nothing moves`, async ({ page }) => {
    test.slow();
    // In a narrow column the frame is drawn for a phone; phone.spec looks at that.
    const before = await held(page, path, async () => [await tops(page), await page.evaluate(read, 'still')]);
    const after = [await tops(page), await page.evaluate(read, 'live')];
    expect(before[1].length).toBeGreaterThan(0);
    for (const [i, still] of before[1].entries()) {
      if (!still.wide) continue;
      expect(still.pictures.length, 'pictures in the static frame').toBeGreaterThan(0);
      expect(still.pictures[0].labels.length, 'labels in it').toBeGreaterThan(2);
      expect.soft(after[1][i], `model ${i + 1} of the page`).toEqual(still);
    }
    expect(after[0]).toEqual(before[0]);
  });
}

for (const width of [820, 390]) {
  test.describe(`${width} pixels wide`, () => {
    test.use({ viewport: { width, height: 844 }, hasTouch: width < 500, isMobile: width < 500 });

    for (const path of living) {
      test(`nothing moves when the models of /${path} come to life`, async ({ page }) => {
        const before = await held(page, path, () => tops(page));
        expect(await tops(page)).toEqual(before);
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
