// Does everything stay at four times the zoom, with a reader's own spacing of words, and within reach?
import { expect, still, test } from './support/test.mjs';
import { wakeAll } from './support/table.mjs';
import { standsOut } from './support/fit.mjs';

test.use(still);

const KINDS = ['./', 'distribution/quorum/', 'device/', 'about/', 'accessibility/', 'tracks/', 'offline/', 'embed/quorum/', 'embed/bm25/', '404.html'];

/** WCAG 2.2, 1.4.12. */
const SPACED = '* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; } p { margin-bottom: 2em !important; }';
/** WCAG 2.2, 2.5.8. */
const TARGET_PX_MIN = 24;

/** A style sheet of the reader's in the page and in each player, as a browser's settings would put it;
 * an empty one takes it away. */
const spaced = (page, text) =>
  page.evaluate((text) => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(text);
    const shadows = [...document.querySelectorAll('sand-table')].map((table) => table.shadowRoot);
    for (const root of [document, ...shadows]) {
      root.own ??= root.adoptedStyleSheets;
      root.adoptedStyleSheets = [...root.own, sheet];
    }
  }, text);

/** Words that a box which does not scroll cuts off, to the right or below: a line for each. */
const cut = (page) =>
  page.evaluate(() => {
    const shadows = [...document.querySelectorAll('sand-table')].map((table) => table.shadowRoot);
    return [document, ...shadows]
      .flatMap((root) => [...root.querySelectorAll('a, button, p, li, h1, h2, h3, td, th, summary, label, figcaption, .title, .status')])
      .filter((e) => e.checkVisibility() && e.clientWidth > 1 && !e.closest('.sr'))
      .filter((e) => {
        const { overflowX, overflowY } = getComputedStyle(e);
        const wide = ['hidden', 'clip'].includes(overflowX) && e.scrollWidth > e.clientWidth + 1;
        const tall = ['hidden', 'clip'].includes(overflowY) && e.scrollHeight > e.clientHeight + 1;
        return wide || tall;
      })
      .map((e) => `${e.localName}.${e.className}: ${e.textContent.trim().slice(0, 40)}`);
  });

/** What is pressed and smaller than it should be, with another within its circle: a line for each. Links
 * in a line of text, and what the browser itself draws, are free. */
const small = (page, least) =>
  page.evaluate((least) => {
    const shadows = [...document.querySelectorAll('sand-table')].map((table) => table.shadowRoot);
    const targets = [document, ...shadows]
      .flatMap((root) => [...root.querySelectorAll('a[href], button, input, select, summary, [role=switch], [role=menuitem]')])
      .filter((e) => e.checkVisibility({ visibilityProperty: true }) && !e.disabled)
      .map((e) => ({ e, box: e.getBoundingClientRect() }))
      .filter(({ box }) => box.width > 1 && box.height > 1);
    const inText = (e) => e.localName === 'a' && getComputedStyle(e).display === 'inline';
    const near = ({ box, e }) => {
      const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
      return targets.some((other) => {
        if (other.e === e) return false;
        const dx = Math.max(other.box.left - x, 0, x - other.box.right);
        const dy = Math.max(other.box.top - y, 0, y - other.box.bottom);
        return Math.hypot(dx, dy) < least / 2 - 0.01;
      });
    };
    return targets
      .filter(({ e, box }) => !inText(e) && Math.min(box.width, box.height) < least - 0.01)
      .filter(near)
      .map(({ e, box }) => `${e.localName}.${e.className} “${(e.getAttribute('aria-label') ?? e.textContent).trim().slice(0, 40)}” ${box.width.toFixed(1)} × ${box.height.toFixed(1)}`);
  }, least);

for (const path of KINDS) {
  test(`/${path}`, async ({ page }) => {
    await page.setViewportSize({ width: 320, height: 256 });
    await page.goto(path);
    await wakeAll(page);
    expect.soft(await standsOut(page), 'at four times the zoom it scrolls in one direction').toEqual([]);
    expect.soft(await cut(page), 'at four times the zoom nothing is cut off').toEqual([]);
    await page.setViewportSize({ width: 1280, height: 900 });
    await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
    expect.soft(await small(page, TARGET_PX_MIN), 'what is pressed is large enough, or stands apart').toEqual([]);
    await spaced(page, SPACED);
    expect.soft(await standsOut(page), 'with more room between words and lines nothing stands out').toEqual([]);
    expect.soft(await cut(page), 'with more room between words and lines nothing is cut off').toEqual([]);
  });
}
