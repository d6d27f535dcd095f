// Can everything be found: by keyboard, by finger, with a slip, by a link, and without script?
import { axe, judge } from './support/axe.mjs';
import { expect, still, test } from './support/test.mjs';
import { standsOut } from './support/fit.mjs';
import { wake } from './support/table.mjs';

test.use(still);

const PAGE = 'distribution/quorum/';

/** What is on the screen of an open search. */
const finder = (page) => {
  const dialog = page.getByRole('dialog', { name: 'Search' });
  return {
    dialog,
    input: dialog.getByRole('combobox'),
    options: dialog.getByRole('option'),
    chosen: dialog.locator('[role=option][aria-selected=true]'),
    status: dialog.getByRole('status'),
    problem: dialog.getByRole('alert'),
    facet: (name) => dialog.getByRole('button', { name, pressed: undefined }),
  };
};

/** Opens the search and types. */
const search = async (page, text) => {
  await page.keyboard.press('/');
  const found = finder(page);
  await expect(found.input).toBeFocused();
  await found.input.pressSequentially(text);
  return found;
};

test.describe('by keyboard', () => {
  test('a slash opens it, arrows choose, Enter goes to the passage, and nothing was fetched before', async ({ page }) => {
    const early = [];
    page.on('request', (request) => early.push(new URL(request.url()).pathname));
    await page.goto('about/');
    await page.waitForLoadState('networkidle');
    expect(early.filter((path) => path.includes('search'))).toEqual([]);
    const found = await search(page, 'hinted handoff');
    await expect(found.status).toHaveText(/^\d+ results? on \d+ pages?$/);
    await expect(found.chosen).toHaveCount(1);
    const first = await found.chosen.getAttribute('id');
    await expect(found.input).toHaveAttribute('aria-activedescendant', first);
    await expect(found.input).toHaveAttribute('aria-expanded', 'true');
    await page.keyboard.press('ArrowDown');
    expect(await found.chosen.getAttribute('id')).not.toBe(first);
    await page.keyboard.press('ArrowUp');
    expect(await found.chosen.getAttribute('id')).toBe(first);
    await expect(found.chosen).toHaveAttribute('href', /distribution\/quorum\/#handoff$/);
    await page.keyboard.press('Enter');
    await expect(page).toHaveURL(/distribution\/quorum\/#handoff$/);
    await expect(page.locator('#handoff')).toBeInViewport();
  });

  test('Control and K opens it too, Escape closes it and gives the focus back', async ({ page }) => {
    await page.goto(PAGE);
    await page.getByRole('link', { name: 'About' }).focus();
    await page.keyboard.press('Control+k');
    const found = finder(page);
    await expect(found.input).toBeFocused();
    await page.keyboard.press('Escape');
    await expect(found.dialog).toBeHidden();
    await expect(page.getByRole('link', { name: 'About' })).toBeFocused();
  });

  test('a slash is a slash where somebody writes, and a model keeps its keys', async ({ page }) => {
    await page.goto(PAGE);
    const field = page.locator('sand-table input[type=text]').first();
    await wake(page.locator('sand-table').first());
    await field.fill('');
    await field.press('/');
    await expect(field).toHaveValue('/');
    const table = await wake(page.locator('sand-table').first());
    await table.stage.focus();
    await page.keyboard.press('/');
    await page.keyboard.press('Control+k');
    await expect(finder(page).dialog).toBeHidden();
    await page.getByRole('link', { name: 'About' }).focus();
    await page.keyboard.press('/');
    await expect(finder(page).dialog).toBeVisible();
  });
});

test('words are marked in a passage, and a slip or a start is enough', async ({ page }) => {
  await page.goto(PAGE);
  const found = await search(page, 'rendezvuos');
  const first = found.options.first();
  await expect(first.locator('.search-where mark')).toHaveText('Rendezvous');
  await expect(found.options.first()).toHaveAttribute('href', /consistent-hashing\/#rendezvous$/);
  await found.input.fill('pagin');
  await expect(first).toHaveAttribute('href', /web\/pagination\//);
  await found.input.fill('sloppy qourum');
  await expect(first.locator('.search-passage mark').filter({ hasText: /^sloppy$/i })).not.toHaveCount(0);
  await expect(first.locator('.search-passage mark').filter({ hasText: /^quorum$/i })).not.toHaveCount(0);
});

test('a model and an action are results, and lead to the model', async ({ page }) => {
  await page.goto('about/');
  const found = await search(page, 'crash');
  const action = found.options.filter({ hasText: 'action' }).first();
  await expect(action).toContainText('stops and forgets');
  await expect(action).toHaveAttribute('href', /distribution\/quorum\/#model-1$/);
  await action.click();
  await expect(page).toHaveURL(/#model-1$/);
});

test('facets narrow, count, and are in the link', async ({ page }) => {
  await page.goto('search/');
  const found = await search(page, 'write');
  const total = Number((await found.status.textContent()).split(' ')[0]);
  const models = found.facet(/^Models/);
  const count = Number((await models.textContent()).replace(/\D/g, ''));
  expect(count).toBeGreaterThan(0);
  expect(count).toBeLessThan(total);
  await models.click();
  await expect(models).toHaveAttribute('aria-pressed', 'true');
  await expect(models).toBeFocused();
  await expect(found.status).toHaveText(new RegExp(`^${count} `));
  await expect(page).toHaveURL(/search\/#q=write&kind=model$/);
  await page.goto('about/');
  await page.goto('search/#q=write&kind=model');
  await expect(found.facet(/^Models/)).toHaveAttribute('aria-pressed', 'true');
  await expect(found.status).toHaveText(new RegExp(`^${count} `));
});

test('every result leads somewhere', async ({ page, baseURL }) => {
  await page.goto('about/');
  const found = await search(page, 'the write of a node');
  const seen = new Set();
  for (const text of ['write', 'read', 'node', 'add', 'page', 'clock', 'cache', 'limit']) {
    await found.input.fill(text);
    for (const option of await found.options.all()) {
      await option.scrollIntoViewIfNeeded();
      await expect(option.locator('.search-passage')).not.toBeEmpty();
      seen.add(await option.getAttribute('href'));
    }
  }
  expect(seen.size).toBeGreaterThan(20);
  const pages = new Map();
  for (const href of seen) {
    expect(href.startsWith(baseURL), href).toBe(true);
    const [url, anchor] = href.split('#');
    if (!pages.has(url)) pages.set(url, await (await page.request.get(url)).text());
    if (anchor) expect(pages.get(url), href).toContain(`id="${anchor}"`);
  }
});

test.describe('what is odd', () => {
  test('markup in a query is text', async ({ page }) => {
    await page.goto(PAGE);
    const hostile = '<img src=x onerror=alert(1)> "quorum" \\ %00 </script>';
    const found = await search(page, hostile);
    await expect(found.input).toHaveValue(hostile);
    await expect(found.options.first()).toBeVisible();
    expect(await found.dialog.locator('img, script').count()).toBe(0);
    expect(await page.evaluate(() => location.href)).not.toContain('onerror');
  });

  test('nothing found says what to try', async ({ page }) => {
    await page.goto(PAGE);
    const found = await search(page, 'xyzzyplugh');
    await expect(found.status).toHaveText('Nothing found.');
    await expect(found.input).toHaveAttribute('aria-expanded', 'false');
    await expect(found.dialog).toContainText('Try fewer words');
    await page.keyboard.press('Enter');
    await expect(found.dialog).toBeVisible();
  });

  test('a link that asks for what there is not is told, and searches all', async ({ page }) => {
    await page.goto('search/#q=quorum&track=cooking');
    const found = finder(page);
    await expect(found.problem).toContainText('cooking');
    await expect(found.options.first()).toBeVisible();
    await page.goto('about/');
    await page.goto(`search/#q=${'quorum '.repeat(60)}`);
    await expect(found.problem).toContainText('200 letters');
    await page.goto('about/');
    await page.goto('search/#q=quorum&colour=red');
    await expect(found.problem).toContainText('colour');
  });

  test('an index that is missing or broken ends in a message, and a second try works', async ({ page, noise }) => {
    await page.goto(PAGE);
    let answer = (route) => route.fulfill({ status: 404, body: '' });
    await page.route('**/*.index', (route) => answer(route));
    await page.keyboard.press('/');
    const found = finder(page);
    await expect(found.problem).toContainText('cannot start');
    await expect(found.problem.getByRole('link', { name: 'everything from A to Z' })).toHaveAttribute('href', /search\/$/);
    answer = (route) => route.fulfill({ status: 200, body: 'no index at all, but some bytes' });
    await found.problem.getByRole('button', { name: 'Try again' }).click();
    await expect(found.problem).toContainText('again');
    answer = (route) => route.continue();
    await found.problem.getByRole('button', { name: 'Try again' }).click();
    await expect(found.problem).toBeEmpty();
    await found.input.fill('quorum');
    await expect(found.options.first()).toBeVisible();
    // The missing file was meant.
    noise.length = 0;
  });

  test('without its script the link leads to the list', async ({ page, noise }) => {
    await page.route('**/assets/search-*.js', (route) => route.abort());
    await page.goto(PAGE);
    await page.getByRole('link', { name: 'Search' }).click();
    await expect(page).toHaveURL(/\/search\/$/);
    noise.length = 0;
  });
});

test.describe('without script', () => {
  test.use({ javaScriptEnabled: false });

  test('the link leads to a page of everything', async ({ page }) => {
    await page.goto(PAGE);
    await page.getByRole('link', { name: 'Search' }).click();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Search');
    for (const name of ['Pages', 'Models', 'Actions']) {
      await expect(page.getByRole('heading', { level: 2, name })).toBeVisible();
    }
    await expect(page.getByRole('link', { name: 'Bounded loads: nobody is overfull' })).toHaveAttribute('href', '../data/consistent-hashing/#bounded');
    await expect(page.locator('#action-quorum-crash')).toHaveText('crash');
    await page.getByRole('link', { name: 'Bounded loads: nobody is overfull' }).click();
    await expect(page.locator('#bounded')).toBeInViewport();
  });
});

for (const colorScheme of ['light', 'dark']) {
  test.describe(`in ${colorScheme}`, () => {
    test.use({ colorScheme });

    test('axe finds nothing, empty, with results and without', async ({ page }, info) => {
      test.slow();
      await page.goto('about/');
      for (const text of ['', 'write', 'xyzzyplugh']) {
        await page.goto('about/');
        const found = await search(page, text);
        if (text) await expect(found.status).not.toBeEmpty();
        if (text === 'write') await expect(found.options.first().locator('.search-passage')).not.toBeEmpty();
        await judge(axe(page).include('dialog.search'), info);
      }
    });
  });
}

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });

  test('it fills the screen, fits, and a tap opens a result', async ({ page }) => {
    await page.goto('about/');
    await page.getByRole('link', { name: 'Search' }).tap();
    const found = finder(page);
    await found.input.fill('token bucket');
    await expect(found.options.first()).toBeVisible();
    expect(await standsOut(page)).toEqual([]);
    const close = await found.dialog.getByRole('button', { name: 'Close the search' }).boundingBox();
    expect(Math.min(close.width, close.height)).toBeGreaterThanOrEqual(44);
    await found.options.first().tap();
    await expect(page).toHaveURL(/resilience\/rate-limiting\//);
  });
});
