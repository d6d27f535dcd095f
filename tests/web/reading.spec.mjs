// Is what was read, bookmarked and won kept on the device, safely, and given out and taken in as a file?
import { readFileSync } from 'node:fs';
import { axe, judge } from './support/axe.mjs';
import { solve } from './support/challenge.mjs';
import { pages } from './support/pages.mjs';
import { expect, still, test } from './support/test.mjs';
import { open, wake } from './support/table.mjs';

test.use(still);

const QUORUM = 'distribution/quorum/';
const DAY = /\d{4}-\d\d-\d\d/;
const topics = pages.filter((path) => path.split('/').length > 2);

const kept = (page) => page.evaluate(() => JSON.parse(localStorage.getItem('sandtable:reading')));
/** Puts a text under the key before any script of a page runs; once for each page of the context. */
const seed = async (page, text) => {
  await page.goto('offline/');
  await page.evaluate((text) => localStorage.setItem('sandtable:reading', text), text);
};
const record = (more = {}) => ({ version: 1, read: {}, bookmarks: {}, won: {}, ...more });
const bookmark = (page) => page.getByRole('button', { name: 'Bookmark', exact: true });
const panel = (page) => page.locator('.device').filter({ hasText: 'topics read' });
const bring = (page, name, text) =>
  page.locator('input[type=file]').setInputFiles({ name, mimeType: 'application/json', buffer: Buffer.from(text) });

test('a topic is read once its sources were on screen, and lists say so', async ({ page }) => {
  await page.goto('web/pagination/');
  await expect(bookmark(page)).toBeVisible();
  const mark = page.locator('.title .was-read');
  await page.mouse.wheel(0, 600);
  await expect(mark).toHaveCount(0);
  await page.locator('#sources').scrollIntoViewIfNeeded();
  await expect(mark).toHaveText('✓ read');
  expect(Object.entries((await kept(page)).read)).toEqual([['web/pagination/', expect.stringMatching(DAY)]]);
  for (const path of ['./', 'tracks/']) {
    await page.goto(path);
    await expect(page.locator('.topics .was-read')).toHaveCount(1);
    await expect(page.locator('.topics li').filter({ hasText: '✓ read' }).locator('a')).toHaveAttribute('href', /web\/pagination\/$/);
  }
});

test('a bookmark opens the same moment again, and can be taken away', async ({ page }) => {
  const table = await open(page, QUORUM);
  await table.call('seek', 0);
  await table.button('Step').click();
  await table.isAt(1);
  // The player writes the address a moment after it has come to rest.
  await page.waitForTimeout(800);
  await expect.poll(() => page.evaluate(() => location.hash)).toContain('at=');
  const hash = await page.evaluate(() => location.hash);
  await bookmark(page).click();
  await expect(bookmark(page)).toHaveAttribute('aria-pressed', 'true');
  await page.goto('device/');
  const item = panel(page).getByRole('listitem').filter({ hasText: 'at a moment of its model' });
  await item.getByRole('link', { name: 'How many copies must answer?' }).click();
  await expect(page).toHaveURL(new RegExp(`${QUORUM}#`));
  expect(await page.evaluate(() => location.hash)).toBe(hash);
  await (await wake(page.locator('sand-table').first())).isAt(1);
  await expect(bookmark(page)).toHaveAttribute('aria-pressed', 'true');
  await page.goto('device/');
  await panel(page).getByRole('button', { name: /^Remove the bookmark How many copies/ }).click();
  await expect(item).toHaveCount(0);
  expect((await kept(page)).bookmarks).toEqual({});
});

test('every page that one reads can be bookmarked, and the list names it', async ({ page, noise }) => {
  test.slow();
  const without = ['', 'device/', 'offline/'];
  const read = pages.filter((path) => !without.includes(path));
  expect(read).toEqual(expect.arrayContaining(['about/', 'accessibility/', 'changes/', 'glossary/', 'search/', 'tracks/', QUORUM]));
  const names = new Map();
  for (const path of read) {
    await page.goto(path);
    await bookmark(page).click();
    await expect(bookmark(page), path).toHaveAttribute('aria-pressed', 'true');
    names.set(path, (await page.title()).replace(' · Sandtable', ''));
  }
  // A place in a page is a bookmark of its own.
  await page.goto('glossary/#coordinator');
  await expect(bookmark(page)).toHaveAttribute('aria-pressed', 'false');
  await bookmark(page).click();
  for (const path of [...without, 'no/such/page/']) {
    await page.goto(path, { waitUntil: 'networkidle' });
    await expect(bookmark(page), path).toHaveCount(0);
  }
  noise.length = 0; // The last of them is missing.
  await page.goto('device/');
  await expect(panel(page)).toContainText(`0 of ${topics.length} topics read, ${read.length + 1} bookmarks`);
  const links = panel(page).getByRole('listitem').filter({ has: page.getByRole('button', { name: /^Remove/ }) }).getByRole('link');
  const listed = await links.evaluateAll((all) => all.map((link) => [link.href, link.textContent]));
  const base = new URL('../', page.url()).href;
  const expected = [...names].map(([path, name]) => [base + path, name]);
  expect(listed.sort()).toEqual([...expected, [`${base}glossary/#coordinator`, 'Glossary']].sort());
  await expect(panel(page).getByRole('listitem').filter({ hasText: 'Glossary, at #coordinator' })).toHaveCount(1);
  // Pages that are no topics do not count as read.
  await page.goto('about/');
  await page.mouse.wheel(0, 10_000);
  await page.waitForTimeout(300);
  expect((await kept(page)).read).toEqual({});
});

test('a challenge that was won says so the next time, with its day', async ({ page }) => {
  await page.goto(QUORUM);
  const challenge = page.locator('.challenge').first();
  await expect(bookmark(page)).toBeVisible();
  await wake(challenge.locator('sand-table').first());
  await solve(challenge);
  await expect(challenge.locator('.grade')).toHaveClass(/won/);
  await expect.poll(async () => Object.keys((await kept(page))?.won ?? {}).length).toBe(1);
  await page.reload();
  await expect(challenge.getByRole('heading', { name: 'Challenge' })).toContainText(/Done before: \d{4}-/);
  // The others were not.
  await expect(page.locator('.was-won')).toHaveCount(1);
  await page.goto('device/');
  await expect(panel(page)).toContainText('1 challenge done');
});

test('what is exported here can be imported there, and erased', async ({ page, browser, site }) => {
  await seed(page, JSON.stringify(record({
    read: { [QUORUM]: '2026-11-18', 'web/pagination/': '2026-11-19' },
    bookmarks: { [`${QUORUM}#cost`]: '2026-11-19' },
    won: { [`${QUORUM}#0123abcd`]: '2026-11-20' },
  })));
  await page.goto('device/');
  await expect(panel(page)).toContainText(`2 of ${topics.length} topics read, 1 bookmark, 1 challenge done.`);
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    panel(page).getByRole('button', { name: 'Export' }).click(),
  ]);
  expect(download.suggestedFilename()).toBe('sandtable-reading.json');
  const file = readFileSync(await download.path(), 'utf8');
  await panel(page).getByRole('button', { name: 'Erase' }).click();
  await panel(page).getByRole('button', { name: 'Keep it' }).click();
  await expect(panel(page)).toContainText('1 bookmark');
  await panel(page).getByRole('button', { name: 'Erase' }).click();
  await panel(page).getByRole('button', { name: 'Erase all of it' }).click();
  await expect(panel(page)).toContainText(`0 of ${topics.length} topics read, 0 bookmarks, 0 challenges done.`);
  expect(await page.evaluate(() => localStorage.getItem('sandtable:reading'))).toBeNull();

  const context = await browser.newContext({ baseURL: site.url, serviceWorkers: 'block' });
  const other = await context.newPage();
  await seed(other, JSON.stringify(record({ read: { [QUORUM]: '2026-11-20', 'search/bm25/': '2026-11-20' } })));
  await other.goto('device/');
  await expect(panel(other)).toContainText('2 of');
  await bring(other, 'sandtable-reading.json', file);
  await expect(panel(other).getByRole('status')).toHaveText('New from the file: 1 topic, 1 bookmark, 1 challenge.');
  const all = await kept(other);
  expect(Object.keys(all.read).sort()).toEqual([QUORUM, 'search/bm25/', 'web/pagination/'].sort());
  expect(all.read[QUORUM], 'the first day stays').toBe('2026-11-18');
  await bring(other, 'sandtable-reading.json', file);
  await expect(panel(other).getByRole('status')).toHaveText('Everything in the file was here already.');
  await context.close();
});

test('two tabs that write at once lose nothing', async ({ page, context }) => {
  const other = await context.newPage();
  await page.goto('device/');
  await other.goto('device/');
  await expect(panel(page)).toBeVisible();
  await expect(panel(other)).toBeVisible();
  const tabs = [page, other];
  const add = (tab, n) =>
    tab.evaluate(async (n) => {
      const script = performance.getEntriesByType('resource').find(({ name }) => /reading-store/.test(name)).name;
      const { change } = await import(script);
      for (let i = 0; i < 20; i += 1) change('read', `tab-${n}/topic-${i}/`, '2026-11-20');
    }, n);
  await Promise.all(tabs.map(add));
  await expect.poll(async () => Object.keys((await kept(page)).read).length).toBe(40);
  // Each tab shows what the other did.
  for (const tab of tabs) await expect(panel(tab).getByRole('listitem')).toHaveCount(40);
});

const HOSTILE = [
  ['{"version":1,', 'It is not JSON'],
  ['[]', 'It is not an object'],
  ['null', 'It is not an object'],
  [JSON.stringify({ version: 1, read: {}, bookmarks: {} }), '“won” is not an object'],
  [JSON.stringify({ ...record(), version: 2 }), 'reload this page to get a newer version'],
  [JSON.stringify({ ...record(), version: '1' }), 'only version 1 is read'],
  [JSON.stringify({ ...record(), more: 1 }), 'It has a field “more” that nothing reads'],
  [JSON.stringify(record({ read: { [QUORUM]: 7 } })), 'the day of “distribution/quorum/” is wrong'],
  [JSON.stringify(record({ read: { [QUORUM]: '2026-02-31' } })), 'is wrong: write it as'],
  [JSON.stringify(record({ bookmarks: { 'javascript:alert(1)//': '2026-11-20' } })), 'In “bookmarks”, “javascript:alert(1)//” is not a page'],
  [JSON.stringify(record({ bookmarks: { '//evil.test/': '2026-11-20' } })), '“//evil.test/” is not a page'],
  [JSON.stringify(record({ bookmarks: { 'https://evil.test/': '2026-11-20' } })), 'is not a page of this site'],
  [JSON.stringify(record({ bookmarks: { '../../x/': '2026-11-20' } })), 'is not a page of this site'],
  [JSON.stringify(record({ bookmarks: { '<img src=x onerror=alert(1)>': '2026-11-20' } })), '“<img src=x onerror=alert(1)>”'],
  ['{"version":1,"read":{"__proto__":"2026-11-20"},"bookmarks":{},"won":{}}', 'In “read”, “__proto__” is not a page'],
  ['{"version":1,"read":{},"bookmarks":{},"won":{},"__proto__":{"x":1}}', 'a field “__proto__”'],
  [`${'['.repeat(200_000)}`, 'It is not JSON'],
  [`{"version":1,"read":${'{"a":'.repeat(50_000)}1${'}'.repeat(50_000)},"bookmarks":{},"won":{}}`, 'In “read”'],
  [JSON.stringify(record({ read: Object.fromEntries(Array.from({ length: 5001 }, (_, i) => [`a/b-${i}/`, '2026-11-20'])) })), 'more than 5000 entries'],
  [`"${'x'.repeat(8_100_000)}"`, 'It has more than 8 MB'],
];

test('a file that is not right is refused with its place, and changes nothing', async ({ page }) => {
  page.on('dialog', (dialog) => expect(dialog.message(), 'no script of a file runs').toBe(''));
  const mine = JSON.stringify(record({ read: { [QUORUM]: '2026-11-20' } }));
  await seed(page, mine);
  await page.goto('device/');
  await expect(panel(page)).toContainText('1 of');
  for (const [text, says] of HOSTILE) {
    await bring(page, 'bad.json', text);
    const status = panel(page).getByRole('status');
    await expect(status, text.slice(0, 60)).toContainText(says);
    await expect(status).toContainText('Nothing was changed');
    expect(await page.evaluate(() => localStorage.getItem('sandtable:reading')), text.slice(0, 60)).toBe(mine);
  }
  expect(await page.locator('.device img').count()).toBe(0);
  expect(await page.evaluate(() => ({}).x)).toBeUndefined();
});

test('a page that the site does not have gets no link, and titles are the site’s', async ({ page }) => {
  await seed(page, JSON.stringify(record({ bookmarks: { 'gone/topic/': '2026-11-20', [QUORUM]: '2026-11-20' } })));
  await page.goto('device/');
  await expect(panel(page)).toContainText('gone/topic/ (this site has no such page)');
  await expect(panel(page).getByRole('link')).toHaveText(['How many copies must answer?']);
});

test('what cannot be read is kept aside, told, and given out', async ({ page }) => {
  const garbage = '{"version":1,"read":"everything"}';
  await seed(page, garbage);
  await page.goto('web/pagination/');
  await bookmark(page).click();
  await expect(bookmark(page)).toHaveAttribute('aria-pressed', 'true');
  await page.goto('device/');
  await expect(panel(page)).toContainText('was left as it is. “read” is not an object');
  await expect(panel(page)).toContainText('1 bookmark');
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    panel(page).getByRole('button', { name: 'Save it as a file' }).click(),
  ]);
  expect(readFileSync(await download.path(), 'utf8')).toBe(garbage);
  await panel(page).getByRole('button', { name: 'Throw it away' }).click();
  await expect(panel(page)).not.toContainText('left as it is');
  // What a newer version wrote stays where it is.
  const newer = JSON.stringify({ version: 9, all: [] });
  await seed(page, newer);
  await page.goto('web/pagination/');
  await bookmark(page).click();
  await expect(page.locator('.not-kept')).toContainText('reload this page');
  expect(await page.evaluate(() => localStorage.getItem('sandtable:reading'))).toBe(newer);
});

for (const [how, words] of [['full', 'has no room to keep this'], ['denied', 'lets nothing be kept here']]) {
  test(`storage that is ${how} is told once, and nothing else suffers`, async ({ page }) => {
    await page.addInitScript((how) => {
      if (how === 'full') {
        Storage.prototype.setItem = () => {
          throw new DOMException('full', 'QuotaExceededError');
        };
        return;
      }
      const refuse = { get: () => { throw new DOMException('refused', 'SecurityError'); } };
      Object.defineProperty(window, 'localStorage', refuse);
    }, how);
    const table = await open(page, QUORUM);
    await bookmark(page).click();
    await expect(page.locator('.not-kept')).toContainText(words);
    await bookmark(page).click();
    await page.locator('#sources').scrollIntoViewIfNeeded();
    await expect(page.locator('.not-kept')).toHaveCount(1);
    await expect(bookmark(page)).toHaveAttribute('aria-pressed', 'false');
    await table.button('Step').click();
    await page.goto('device/');
    await expect(page.locator('#reading')).toBeVisible();
    await bring(page, 'x.json', JSON.stringify(record({ read: { [QUORUM]: '2026-11-20' } })));
    await expect(page.locator('.device .said').last()).toContainText(words);
  });
}

test('the record has nothing against it, full and empty', async ({ page }, info) => {
  await page.goto('device/');
  await expect(panel(page)).toBeVisible();
  await judge(axe(page), info);
  await seed(page, JSON.stringify(record({
    read: { [QUORUM]: '2026-11-18' },
    bookmarks: { [`${QUORUM}#cost`]: '2026-11-19' },
    won: { [`${QUORUM}#0123abcd`]: '2026-11-20' },
  })));
  await page.goto('device/');
  await expect(panel(page)).toContainText('1 bookmark');
  await judge(axe(page), info);
  await page.goto(QUORUM);
  await expect(page.locator('.title .was-read')).toBeVisible();
  await judge(axe(page).include('.title'), info, 3);
});

const note = (page) => page.getByRole('tooltip');
const term = (page) => page.locator('.term').first();

test('the definition of a term appears by pointer, stays while it is read, and goes', async ({ page }) => {
  await page.goto(QUORUM);
  await expect(bookmark(page)).toBeVisible();
  await term(page).hover();
  await expect(note(page)).toContainText('takes a request from a client');
  // The pointer can go to it.
  await note(page).hover();
  await page.waitForTimeout(600);
  await expect(note(page)).toBeVisible();
  const [over, words] = await Promise.all([note(page).boundingBox(), term(page).boundingBox()]);
  expect(over.y >= words.y + words.height || over.y + over.height <= words.y, 'it hides no word of the term').toBe(true);
  await page.keyboard.press('Escape');
  await expect(note(page)).toBeHidden();
  await term(page).hover();
  await expect(note(page)).toBeVisible();
  await page.mouse.move(5, 5);
  await expect(note(page)).toBeHidden();
  await term(page).click();
  await expect(page).toHaveURL(/glossary\/#coordinator$/);
});

test('the definition of a term appears by keyboard, and is said', async ({ page }, info) => {
  await page.goto(QUORUM);
  await expect(bookmark(page)).toBeVisible();
  await term(page).focus();
  await expect(note(page)).toBeVisible();
  await expect(term(page)).toHaveAccessibleDescription(/takes a request from a client/);
  await judge(axe(page).include('.term-note'), info, 1);
  await page.keyboard.press('Escape');
  await expect(note(page)).toBeHidden();
  await expect(term(page)).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/glossary\/#coordinator$/);
});

test('the definition of a term appears by touch; a second touch follows the link', async ({ browser, site }) => {
  const context = await browser.newContext({
    baseURL: site.url, hasTouch: true, isMobile: true, viewport: { width: 390, height: 800 }, serviceWorkers: 'block',
  });
  const page = await context.newPage();
  await page.goto(QUORUM);
  await expect(bookmark(page)).toBeVisible();
  // A frame above that is still to be laid out would move the words under the finger.
  await expect.poll(() => page.locator('sand-table').evaluateAll((all) => all.every((host) => host.style.contentVisibility === 'visible'))).toBe(true);
  await term(page).tap();
  await expect(note(page)).toContainText('takes a request from a client');
  expect(new URL(page.url()).pathname).toMatch(/quorum\/$/);
  const { x, width } = await note(page).boundingBox();
  expect(x >= 0 && x + width <= 390, 'it fits the screen').toBe(true);
  await term(page).tap();
  await expect(page).toHaveURL(/glossary\/#coordinator$/);
  await context.close();
});

test('a glossary that cannot be fetched leaves a plain link', async ({ page, noise }) => {
  await page.goto(QUORUM);
  await expect(bookmark(page)).toBeVisible();
  await page.route('**/glossary/', (route) => route.abort());
  await term(page).focus();
  await page.waitForTimeout(300);
  await expect(note(page)).toBeHidden();
  noise.length = 0;
  await page.unroute('**/glossary/');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/glossary\/#coordinator$/);
});

for (const path of ['glossary/', 'changes/', 'tracks/', 'distribution/logical-clocks/']) {
  test(`/${path} has nothing against it, and fits a phone`, async ({ page }, info) => {
    await page.setViewportSize({ width: 390, height: 800 });
    for (const colorScheme of ['light', 'dark']) {
      await page.emulateMedia({ colorScheme });
      await page.goto(path);
      const part = path.split('/').length > 2 ? axe(page).include('.table:has(svg a)') : axe(page);
      await judge(part, info, path.split('/').length > 2 ? 1 : 6);
    }
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
    const small = await page.locator('.table svg text').evaluateAll((all) =>
      all.map((text) => parseFloat(getComputedStyle(text).fontSize) * (text.ownerSVGElement.getBoundingClientRect().width / text.ownerSVGElement.viewBox.baseVal.width)));
    for (const px of small) expect(px).toBeGreaterThanOrEqual(11);
    // Words stay inside their boxes.
    for (const box of await page.locator('.table svg :is(a, g):has(> rect)').all()) {
      const [rect, text] = await Promise.all([box.locator('rect').boundingBox(), box.locator('text').boundingBox()]);
      expect(text.x > rect.x && text.x + text.width < rect.x + rect.width, await box.textContent()).toBe(true);
    }
  });
}

test('the picture of what to read leads there', async ({ page }) => {
  await page.goto('distribution/logical-clocks/');
  const picture = page.getByRole('group', { name: 'What to read before and after' });
  await expect(picture.getByRole('link')).toHaveText(['Quorum', 'Replicated data types']);
  await picture.getByRole('link', { name: 'Quorum' }).click();
  await expect(page).toHaveURL(/distribution\/quorum\/$/);
});

test('the feed can be read, and its links lead to pages', async ({ page, request, site }) => {
  await page.goto('./');
  const href = await page.locator('link[type="application/atom+xml"]').getAttribute('href');
  const address = new URL(href, page.url()).href;
  const xml = await (await request.get(address)).text();
  // A page of ours lets no text become a document; a blank one does.
  await page.goto('about:blank');
  const links = await page.evaluate(([xml, address]) => {
    const feed = new DOMParser().parseFromString(xml, 'application/xml');
    if (feed.querySelector('parsererror')) return [];
    return [...feed.querySelectorAll('entry link')].map((link) => new URL(link.getAttribute('href'), address).href);
  }, [xml, address]);
  expect(links.length).toBeGreaterThan(8);
  for (const link of new Set(links)) expect((await request.get(link)).status(), link).toBe(200);
  for (const [, link] of (await (await request.get(new URL('llms.txt', site.url).href)).text()).matchAll(/\]\((.*?)\)/g)) {
    expect((await request.get(new URL(link, site.url).href)).status(), link).toBe(200);
  }
});

test.describe('without script', () => {
  test.use({ javaScriptEnabled: false });
  test('terms are links, the glossary has them, and nothing is offered that does nothing', async ({ page }) => {
    await page.goto('device/');
    await expect(page.getByRole('heading', { name: 'Your reading' })).toBeVisible();
    await expect(page.getByRole('button')).toHaveCount(0);
    await page.goto(QUORUM);
    await expect(page.getByRole('button', { name: 'Bookmark' })).toHaveCount(0);
    await term(page).click();
    await expect(page).toHaveURL(/glossary\/#coordinator$/);
    await expect(page.locator('#coordinator')).toBeInViewport();
  });
});
