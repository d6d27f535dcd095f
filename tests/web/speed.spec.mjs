// What comes before a reader asks for it, and what does not wait for the program?
import { expect, test as base } from './support/test.mjs';
import { headersOf } from './support/headers.mjs';
import { serve } from './serve.mjs';

const test = base.extend({
  // A server that says what `_headers` say, and keeps the paths that it was asked for.
  watched: [
    async ({}, use) => {
      const asked = [];
      const said = headersOf();
      const server = await serve('/', { headers: (path) => asked.push(path) && said(path) });
      await use({ asked, server });
      await server.close();
    },
    { scope: 'worker' },
  ],
  site: [async ({ watched }, use) => use(watched.server), { scope: 'worker' }],
  /** The paths that the server was asked for in this test. */
  asked: async ({ watched }, use) => {
    watched.asked.length = 0;
    await use(watched.asked);
  },
});

const TOPIC = '/distribution/quorum/';
const pages = (asked) => asked.filter((path) => path.endsWith('/'));
const link = (page) => page.locator(`main a[href$="${TOPIC.slice(1)}"]`).first();

/** The largest paint of a page so far: of what, and when. Runs in the page. */
const largest = () =>
  new Promise((done) => {
    new PerformanceObserver((list) => {
      const { element, startTime } = list.getEntries().at(-1);
      done({ text: element?.textContent.trim().slice(0, 60), within: element?.closest('article, header')?.localName, at: startTime });
    }).observe({ type: 'largest-contentful-paint', buffered: true });
  });

test('a page is fetched while the pointer rests on its link, and opens', async ({ page, asked }) => {
  await page.goto('tracks/');
  expect(pages(asked)).toEqual(['/tracks/']);
  await link(page).hover();
  await expect.poll(() => pages(asked)).toContain(TOPIC);
  await link(page).click();
  await expect(page).toHaveURL(new RegExp(`${TOPIC}$`));
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('How many copies must answer?');
});

test('what is no page of ours is not fetched', async ({ page, asked }) => {
  await page.goto('about/');
  const before = pages(asked).length;
  const others = ['a[href^="https:"]', 'a[href$="index.md"]', 'a[href$="search/"]', 'a[href^="#"]:not(.skip)'];
  for (const other of others) {
    const link = page.locator(other).filter({ visible: true }).first();
    if (!(await link.count())) continue;
    await link.hover();
    await page.waitForTimeout(400);
  }
  expect(pages(asked).slice(before)).toEqual([]);
});

test.describe('where the rules in the head are not read', () => {
  test.beforeEach(async ({ page }) => {
    await page.addInitScript(() => { HTMLScriptElement.supports = () => false; });
    // The rules themselves are taken out before the browser reads them.
    await page.route('**/tracks/', async (route) => {
      const answer = await route.fetch();
      const body = (await answer.text()).replace(/<script type="speculationrules">[^<]*<\/script>/, '');
      await route.fulfill({ response: answer, body });
    });
  });

  test('a script fetches the page of the link that has the keyboard, once', async ({ page, asked }) => {
    await page.goto('tracks/');
    await link(page).focus();
    await expect.poll(() => pages(asked)).toContain(TOPIC);
    await page.locator('.brand').focus();
    await link(page).focus();
    await page.waitForTimeout(400);
    expect(pages(asked).filter((path) => path === TOPIC)).toHaveLength(1);
  });

  test('a reader who saves data fetches nothing ahead', async ({ page, asked }) => {
    await page.addInitScript(() => Object.defineProperty(navigator, 'connection', { value: { saveData: true } }));
    await page.goto('tracks/');
    await link(page).hover();
    await page.waitForTimeout(400);
    expect(pages(asked)).not.toContain(TOPIC);
  });
});

test.describe('by touch', () => {
  test.use({ hasTouch: true, isMobile: true, viewport: { width: 390, height: 844 } });

  test('a link opens its page', async ({ page }) => {
    await page.goto('tracks/');
    await link(page).tap();
    await expect(page).toHaveURL(new RegExp(`${TOPIC}$`));
  });
});

test('the largest paint of a topic is its text, with scripts as without, before any program', async ({ page, asked }) => {
  const first = async () => {
    await page.goto(TOPIC.slice(1));
    return page.evaluate(largest);
  };
  const live = await first();
  const arrived = await page.evaluate(async () => {
    await document.querySelector('sand-table').ready();
    const wasm = performance.getEntriesByType('resource').filter(({ name }) => name.endsWith('.wasm'));
    return Math.min(...wasm.map(({ responseEnd }) => responseEnd));
  });
  expect(live.within).toBe('article');
  expect(live.at).toBeLessThan(arrived);
  await page.route('**/*.js', (route) => route.fulfill({ contentType: 'text/javascript', body: '' }));
  const bare = await first();
  expect(bare.text).toBe(live.text);
  expect(asked.some((path) => path.endsWith('.wasm'))).toBe(true);
});

test('frames far from the window are not laid out before they come near, and none is lost', async ({ page }) => {
  await page.route('**/*.js', (route) => route.fulfill({ contentType: 'text/javascript', body: '' }));
  await page.goto(TOPIC.slice(1));
  const last = page.locator('sand-table').last();
  const skipped = (host) => host.evaluate((e) => !e.firstElementChild.checkVisibility({ contentVisibilityAuto: true }));
  expect(await skipped(last)).toBe(true);
  await last.scrollIntoViewIfNeeded();
  await expect.poll(() => skipped(last)).toBe(false);
  // On paper all are there.
  await page.goto(`${TOPIC.slice(1)}?`);
  await page.emulateMedia({ media: 'print' });
  await expect.poll(() => skipped(last)).toBe(false);
});
