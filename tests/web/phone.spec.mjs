// Can a page be read and a model be used on a phone?
import { expect, still, test } from './support/test.mjs';
import { open, wakeAll } from './support/table.mjs';
import { pages } from './support/pages.mjs';
import { smallWords, standsOut } from './support/fit.mjs';

test.use({ ...still, hasTouch: true, isMobile: true });

/** The smallest words in a picture, in pixels. */
const SMALLEST_PX = 11;

/** Waits until the players have taken their new widths. */
const settled = (page) =>
  page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));

for (const javaScriptEnabled of [true, false]) {
  test.describe(javaScriptEnabled ? 'live' : 'without script', () => {
    test.use({ viewport: { width: 390, height: 844 }, javaScriptEnabled });

    for (const path of pages) {
      test(`/${path} fits, and the words in its pictures can be read`, async ({ page }) => {
        await page.goto(path || './');
        if (javaScriptEnabled) await wakeAll(page);
        for (const width of [390, 320]) {
          await page.setViewportSize({ width, height: 844 });
          if (javaScriptEnabled) await settled(page);
          expect(await page.evaluate(() => screen.width)).toBe(width);
          expect.soft(await standsOut(page), `what stands out, ${width} pixels wide`).toEqual([]);
          expect.soft(await smallWords(page, SMALLEST_PX), `small words, ${width} pixels wide`).toEqual([]);
        }
      });
    }
  });
}

test.describe('in the hand', () => {
  test.use({ viewport: { width: 390, height: 844 } });

  test('the picture comes first, then the transport; the knobs are folded', async ({ page }) => {
    const table = await open(page, 'distribution/quorum/');
    const top = async (locator) => (await locator.boundingBox()).y;
    const [picture, transport, checks] = [
      await top(table.stage),
      await top(table.transport),
      await top(table.live.locator('.checks').first()),
    ];
    expect(picture).toBeLessThan(transport);
    expect(transport).toBeLessThan(checks);
    const knob = table.live.getByLabel('N copies', { exact: true });
    await expect(knob).toBeHidden();
    await table.live.getByRole('button', { name: /knobs/i }).tap();
    await expect(knob).toBeVisible();
    await table.button('More: W to call a write saved').tap();
    // Two is the default, which a link leaves out.
    expect(await table.get('link')).not.toContain('w=1');
  });

  test('what is pressed is large enough for a finger', async ({ page }) => {
    const table = await open(page, './');
    const buttons = table.transport.getByRole('button');
    for (const button of await buttons.all()) {
      const { width, height } = await button.boundingBox();
      expect(Math.min(width, height), await button.getAttribute('aria-label')).toBeGreaterThanOrEqual(44);
    }
    // Others keep at least the distance of WCAG 2.2, 2.5.8.
    for (const button of await table.faults.getByRole('button').all()) {
      const { width, height } = await button.boundingBox();
      expect(Math.min(width, height)).toBeGreaterThanOrEqual(24);
    }
  });

  test('a tap on a node opens its menu inside the screen, and breaks it', async ({ page }) => {
    const table = await open(page, './');
    await table.call('seek', 2);
    for (const name of [/^A$/, /^B$/, /^C$/]) {
      await table.over(name).tap();
      const menu = await table.menu.boundingBox();
      expect(menu.x).toBeGreaterThanOrEqual(0);
      expect(menu.x + menu.width).toBeLessThanOrEqual(390);
      await page.keyboard.press('Escape');
    }
    await table.over(/^B$/).tap();
    await table.item('Crash B').tap();
    expect(await table.get('scene')).toContain('B, crashed');
  });

  test('nothing keeps the page from scrolling', async ({ page }) => {
    const table = await open(page, './');
    const stops = await table.host.evaluate((element) =>
      [...element.shadowRoot.querySelectorAll('*')]
        .filter((e) => getComputedStyle(e).touchAction === 'none')
        .map((e) => e.className),
    );
    expect(stops).toEqual([]);
    await table.stage.hover();
    const before = await page.evaluate(() => scrollY);
    await page.mouse.wheel(0, 300);
    await expect.poll(() => page.evaluate(() => scrollY)).toBeGreaterThan(before);
  });
});

/** How many words in space-time pictures there are, and those that lie over an arrow. */
const overArrows = (page) =>
  page.evaluate(() => {
    let words = 0;
    const over = [];
    for (const svg of document.querySelectorAll('svg.space-time.narrow')) {
      if (!svg.checkVisibility()) continue;
      // What is alike is said once from its own origin, and an arrow lying: all are asked for in the picture.
      const root = svg.getScreenCTM().inverse();
      const from = (shape, p) => p.matrixTransform(root.multiply(shape.getScreenCTM()));
      const arrows = [...svg.querySelectorAll('.arrow path')].map((path) => {
        const points = [];
        for (let at = 0; at <= path.getTotalLength(); at += 1) points.push(from(path, path.getPointAtLength(at)));
        return points;
      });
      for (const text of svg.querySelectorAll('text')) {
        words += 1;
        // Without what is empty above and below letters.
        const { x: left, y: top, width, height } = text.getBBox();
        const { x, y } = from(text, new DOMPoint(left, top));
        const inside = (p) => p.x > x && p.x < x + width && p.y > y + 2 && p.y < y + height - 3;
        const most = Math.max(0, ...arrows.map((points) => points.filter(inside).length));
        if (most > 3) over.push(text.textContent);
      }
    }
    return { words, over };
  });

test.describe('in the pictures of a page without script', () => {
  test.use({ javaScriptEnabled: false });

  for (const width of [390, 320]) {
    test(`words keep off arrows at ${width} pixels`, async ({ page }) => {
      test.slow();
      await page.setViewportSize({ width, height: 800 });
      let all = 0;
      const over = [];
      for (const path of ['distribution/quorum/', 'distribution/crdts/', 'distribution/logical-clocks/']) {
        await page.goto(path);
        const found = await overArrows(page);
        all += found.words;
        over.push(...found.over);
      }
      expect(all).toBeGreaterThan(300);
      // Where there is no room anywhere: a word in a hundred. A reason for a loss gives way.
      expect(over.length, over.join(', ')).toBeLessThanOrEqual(all / 100);
      expect(over.filter((says) => says.startsWith('lost'))).toEqual([]);
    });
  }
});
