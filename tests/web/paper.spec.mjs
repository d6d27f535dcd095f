// Do pages keep their sense on paper, in the system's own colours, and with larger words?
import { axe, judge } from './support/axe.mjs';
import { expect, still, test } from './support/test.mjs';
import { open, wake, wakeAll } from './support/table.mjs';
import { living, pages } from './support/pages.mjs';
import { standsOut } from './support/fit.mjs';

test.use(still);

/** What of a page that is printed should not look as it does: a line for each. Runs in the page. */
const misprinted = () => {
  const faults = [];
  const held = (holds, fault) => holds || faults.push(fault);
  const shown = (e) => {
    const { width, height } = e?.getBoundingClientRect() ?? {};
    return width > 0 && height > 0 && getComputedStyle(e).visibility === 'visible';
  };
  const hosts = [...document.querySelectorAll('sand-table')];
  for (const [i, host] of hosts.entries()) {
    held(shown(host.querySelector(':scope > .player')), `model ${i + 1}: its frame is not there`);
    held(!shown(host.shadowRoot?.querySelector('.live .player')), `model ${i + 1}: its live player is printed`);
    const lines = [...host.querySelectorAll('.transcript li')].filter((line) => !shown(line));
    held(lines.length === 0, `model ${i + 1}: ${lines.length} lines of its story are not there`);
  }
  held(shown(document.querySelector('.film figure svg')), 'no frame of a film');
  const roots = [document, ...hosts.map((host) => host.shadowRoot).filter(Boolean)];
  for (const control of ['button', 'input', 'select', '.rows', '.tabs', '.theme', '.contents']) {
    const seen = roots.flatMap((root) => [...root.querySelectorAll(control)]).filter(shown).length;
    held(seen === 0, `${seen} of ${control} are printed`);
  }
  // Ink on paper, whatever the screen looks like.
  const { color } = getComputedStyle(document.querySelector('.static .check .title'));
  held(/^rgb\((29, 39, 51|179, 38, 30)\)$/.test(color), `words are ${color}`);
  return faults;
};

test.describe('on paper', () => {
  test.describe('without script', () => {
    test.use({ javaScriptEnabled: false });

    for (const path of living) {
      test(`/${path} has its frames, films and stories, and no controls`, async ({ page }) => {
        await page.goto(path || './');
        await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
        await expect.poll(() => page.evaluate(misprinted)).toEqual([]);
      });
    }
  });

  test('a player with nothing inside prints its pictures without its controls', async ({ page, opened }) => {
    const table = await opened('v1/quorum');
    await page.emulateMedia({ media: 'print' });
    await expect(table.stage.locator('svg').first()).toBeVisible();
    for (const control of ['Use it', 'Break it', 'Transport', 'Picture', 'More', 'What you can press']) {
      await expect(table.live.locator(`[aria-label='${control}']`).first(), control).toBeHidden();
    }
    await expect(table.live.getByRole('button', { name: /^(Take out|Less|More): / })).toHaveCount(0);
    // Settings and sentences stay, as plain text.
    await expect(table.live.getByLabel('N copies', { exact: true })).toHaveCSS('border-top-width', '0px');
    await expect(table.log.getByRole('button').first()).toHaveCSS('border-top-width', '0px');
  });
});

test('a page without a model has nothing to be pressed on paper', async ({ page }) => {
  for (const path of pages.filter((path) => !living.includes(path))) {
    await page.goto(path, { waitUntil: 'networkidle' });
    await page.emulateMedia({ media: 'print' });
    await expect(page.locator(':is(button, input, select):visible'), path).toHaveCount(0);
    await page.emulateMedia({ media: 'screen' });
  }
});

test.describe('in the system’s own colours', () => {
  for (const colorScheme of ['light', 'dark']) {
    test.describe(colorScheme, () => {
      test.use({ forcedColors: 'active', colorScheme });

      test('words stand out from what is under them, and what is chosen can be seen', async ({ page }, info) => {
        const table = await open(page, 'distribution/quorum/');
        const unlike = (locator) =>
          locator.evaluateAll((groups) =>
            groups
              .map((group) => [group.querySelector('rect, circle'), group.querySelector('text')])
              .filter(([under, words]) => under && words)
              .filter(([under, words]) => getComputedStyle(under).fill === getComputedStyle(words).fill).length,
          );
        expect(await unlike(table.stage.locator('.badge, .message, .node'))).toBe(0);
        const on = table.live.getByRole('switch', { checked: true }).first();
        const off = table.live.getByRole('switch', { checked: false }).first();
        const look = (sign) => sign.evaluate((s) => getComputedStyle(s, '::before').backgroundColor);
        expect(await look(on)).not.toBe(await look(off));
        await expect(table.over(/^B$/)).toHaveCSS('border-top-style', 'none');
        await table.button('Step').focus();
        await expect(table.button('Step')).toHaveCSS('outline-style', 'solid');
        await judge(axe(page).disableRules(['color-contrast']), info);
      });
    });
  }
});

/** Words in live players that are cut off by a box which does not scroll. Runs in the page. */
const cut = () =>
  [...document.querySelectorAll('sand-table')]
    .flatMap((host) => [...host.shadowRoot.querySelectorAll('button, .title, .status, .topic, .why, td, th, summary')])
    .filter((e) => e.checkVisibility() && e.scrollWidth > e.clientWidth + 1 && e.clientWidth > 0)
    .filter((e) => getComputedStyle(e).overflowX !== 'visible')
    .map((e) => e.textContent.trim().slice(0, 40));

test.describe('live, on paper and with words of twice the size', () => {
  for (const path of pages) {
    test(`/${path} keeps all of them, and prints no controls`, async ({ page }) => {
      await page.goto(path || './');
      await wakeAll(page);
      if (living.includes(path)) {
        await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
        await expect.poll(() => page.evaluate(misprinted), 'on paper').toEqual([]);
        await page.emulateMedia({ media: 'screen', colorScheme: 'light' });
      }
      // The element takes its size from the reader's own.
      await page.evaluate(() => {
        document.documentElement.style.fontSize = '200%';
        for (const host of document.querySelectorAll('sand-table')) host.style.fontSize = '32px';
        return new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
      });
      expect.soft(await page.evaluate(cut), 'words that are cut off').toEqual([]);
      expect(await standsOut(page)).toEqual([]);
    });
  }
});

test('with words of twice the size no page is wider than a phone', async ({ page }) => {
  test.slow();
  await page.setViewportSize({ width: 390, height: 800 });
  for (const path of pages) {
    await page.goto(path || './');
    await page.evaluate(() => (document.documentElement.style.fontSize = '200%'));
    expect(await standsOut(page), `/${path}`).toEqual([]);
  }
});

test.describe('at 400 % of the size', () => {
  test.use({ viewport: { width: 320, height: 256 } });

  for (const path of living) {
    test(`/${path} scrolls in one direction`, async ({ page }, info) => {
      await page.goto(path || './');
      const table = await wake(page.locator('sand-table').first());
      await table.call('seek', 1);
      await table.button('Compare').click();
      await table.button('Help').click();
      expect(await standsOut(page)).toEqual([]);
      // What plays does not cover the window with its controls.
      const { height } = await table.live.locator('.transport').boundingBox();
      expect(height).toBeLessThan(170);
      // Colours are the same at every size.
      await judge(axe(page).include('sand-table').disableRules(['color-contrast']), info);
    });
  }
});
