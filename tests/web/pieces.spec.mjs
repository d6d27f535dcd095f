// Does the code of a model come when it is needed, and only then?
import { expect, test } from './support/test.mjs';
import { seen } from './support/foreign.mjs';
import { wake } from './support/table.mjs';

const named = (asked, name) => asked.filter((url) => url.includes(`/${name}-`));

test('a page fetches the code of its own models alone', async ({ page, foreign }) => {
  const asked = [];
  page.on('request', (request) => asked.push(request.url()));
  await foreign('<sand-table model="quorum"></sand-table>');
  await wake(page.locator('sand-table'));
  expect(named(asked, 'quorum')).toHaveLength(1);
  expect(named(asked, 'quorum_controls')).toHaveLength(1);
  expect(asked.filter((url) => url.endsWith('.wasm'))).toHaveLength(5);
  for (const piece of ['streams', 'sandtable', 'controls']) expect(named(asked, piece).filter((url) => url.endsWith('.wasm'))).toHaveLength(1);
});

test('the code of a model comes beside the engine, not behind it', async ({ page, foreign }) => {
  let arrive;
  const held = new Promise((resolve) => { arrive = resolve; });
  await page.route(/sandtable-\w+\.wasm/, async (route) => { await held; await route.continue(); });
  const asked = [];
  page.on('request', (request) => asked.push(request.url()));
  await foreign('<sand-table model="rate-limiting"></sand-table><sand-table link="v1/quorum?w=1"></sand-table>');
  await page.evaluate(() => { for (const table of document.querySelectorAll('sand-table')) table.ready(); });
  for (const model of ['rate_limiting', 'quorum']) await expect.poll(() => named(asked, model)).toHaveLength(1);
  arrive();
  for (const table of await page.locator('sand-table').all()) await expect(table).toHaveAttribute('data-live', '');
  for (const model of ['rate_limiting', 'quorum']) expect(named(asked, model)).toHaveLength(1);
});

test('another model in the same element fetches its code, and is there', async ({ page, foreign }) => {
  const asked = [];
  page.on('request', (request) => asked.push(request.url()));
  await foreign('<sand-table link="v1/quorum"></sand-table>');
  const table = await wake(page.locator('sand-table'));
  await page.evaluate(() => { document.querySelector('sand-table').link = 'v1/consistent-hashing'; });
  // What is done meanwhile is done to it.
  expect(await page.evaluate(() => document.querySelector('sand-table').act('add'))).toBe(true);
  expect(await table.get('link')).toContain('consistent-hashing');
  expect(named(asked, 'consistent_hashing')).toHaveLength(1);
});

test('code that does not come is told, and comes at the next try', async ({ page, foreign, noise }) => {
  await page.route(/quorum-\w+\.wasm/, (route) => route.abort());
  await foreign('<sand-table id="it" model="quorum"><p id="before">Still there</p></sand-table>');
  await expect.poll(() => seen(page, 'error').then((errors) => errors.length)).toBeGreaterThan(0);
  expect((await seen(page, 'error'))[0].detail.message).toContain('quorum');
  await expect(page.locator('#before')).toBeVisible();
  noise.length = 0;
  await page.unroute(/quorum-\w+\.wasm/);
  await page.evaluate(() => document.getElementById('it').ready());
  await expect(page.locator('#it')).toHaveAttribute('data-live', '');
});

test('code that comes damaged is told, and comes at the next try', async ({ page, foreign, noise }) => {
  for (const file of ['sandtable', 'quorum']) {
    const route = new RegExp(`${file}-\\w+\\.wasm`);
    await page.route(route, async (route) => {
      const response = await route.fetch(), body = await response.body();
      // In the middle of its code.
      await route.fulfill({ response, body: body.subarray(0, body.length >> 1) });
    });
    await foreign(`<sand-table id="it" model="quorum"><p id="before">Still there</p></sand-table>`);
    await expect.poll(() => seen(page, 'error').then((errors) => errors.length)).toBeGreaterThan(0);
    expect((await seen(page, 'error'))[0].detail.message).toContain(file === 'quorum' ? '`quorum` cannot be fetched' : 'is damaged');
    await expect(page.locator('#before')).toBeVisible();
    await page.unroute(route);
    noise.length = 0;
    await page.evaluate(() => document.getElementById('it').ready());
    await expect(page.locator('#it')).toHaveAttribute('data-live', '');
  }
});

test('a picture runs before the controls below it have come', async ({ page, foreign }) => {
  let arrive;
  const held = new Promise((resolve) => { arrive = resolve; });
  await page.route(/controls-\w+\.wasm/, async (route) => { await held; await route.continue(); });
  await foreign('<sand-table id="it" model="quorum" controls="full"></sand-table>');
  const element = page.locator('#it');
  await page.evaluate(() => { document.getElementById('it').ready(); });
  await expect(element).toHaveAttribute('data-live', '');
  const place = () => page.evaluate(() => document.getElementById('it').position);
  const before = await place();
  await element.getByRole('button', { name: 'Step', exact: true }).click();
  await expect.poll(place).toBe(before + 1);
  await expect(element.getByRole('group', { name: 'Checks' })).toBeVisible();
  await expect(element.getByRole('group', { name: 'Break it' })).toHaveCount(0);
  expect(await seen(page, 'ready')).toEqual([]);
  expect(await page.evaluate(() => document.getElementById('it').trace)).toBeUndefined();
  // What is asked for meanwhile is done once it can be.
  const acted = page.evaluate(() => document.getElementById('it').act('crash B'));
  arrive();
  expect(await acted).toBe(true);
  await expect(element.getByRole('group', { name: 'Break it' })).toBeVisible();
  expect(await seen(page, 'ready')).toHaveLength(1);
  expect(await page.evaluate(() => document.getElementById('it').link)).toContain('crash');
});

test('a picture whose drawing comes with the controls is drawn when it is chosen', async ({ page, foreign }) => {
  await foreign(`<sand-table id="linked" link="v1/pagination?view=series"></sand-table>
    <sand-table id="pressed" model="bm25"></sand-table>`);
  const linked = page.locator('#linked');
  await page.evaluate(() => { document.getElementById('linked').ready(); });
  await expect(linked.locator('.stage svg.series')).toBeVisible();
  // A reader may be quicker than the code.
  let arrive;
  const late = new Promise((resolve) => { arrive = resolve; });
  await page.route(/bm25_controls-\w+\.wasm/, async (route) => { await late; await route.continue(); });
  const pressed = page.locator('#pressed');
  await page.evaluate(() => { document.getElementById('pressed').ready(); });
  await pressed.getByRole('group', { name: 'Picture' }).getByRole('button').last().click();
  await expect(pressed.locator('.stage .view-series')).toBeAttached();
  arrive();
  await expect(pressed.locator('.stage svg.series')).toBeVisible();
});

test('controls that do not come are told, and come at the next try', async ({ page, foreign, noise }) => {
  await page.route(/controls-\w+\.wasm/, (route) => route.abort());
  await foreign('<sand-table id="it" model="quorum"></sand-table>');
  await page.evaluate(() => { document.getElementById('it').ready(); });
  await expect.poll(() => seen(page, 'error').then((errors) => errors.length)).toBeGreaterThan(0);
  expect((await seen(page, 'error'))[0].detail.message).toContain('controls');
  const element = page.locator('#it');
  await expect(element.getByRole('button', { name: 'Step', exact: true })).toBeVisible();
  noise.length = 0;
  await page.unroute(/controls-\w+\.wasm/);
  await page.evaluate(() => document.getElementById('it').ready());
  await expect(element.getByRole('group', { name: 'Break it' })).toBeVisible();
  await expect(element.locator('.player')).toHaveCount(1);
});

test('what comes later finds its room kept', async ({ page }) => {
  let arrive;
  const held = new Promise((resolve) => { arrive = resolve; });
  await page.route(/sandtable-\w+\.wasm/, async (route) => { await held; await route.continue(); });
  await page.route(/controls-\w+\.wasm/, () => {});
  await page.goto('distribution/quorum/');
  const element = page.locator('sand-table').first();
  const height = () => element.evaluate((it) => it.offsetHeight);
  const checks = () => element.evaluate((it) => {
    const player = it.shadowRoot.querySelector('.live .player') ?? it.querySelector(':scope > .player');
    return Math.round(player.querySelector('.check').getBoundingClientRect().top);
  });
  const before = [await height(), await checks()];
  arrive();
  await expect(element).toHaveAttribute('data-live', '');
  expect(await height()).toBeGreaterThanOrEqual(before[0] - 1);
  expect(await checks()).toBe(before[1]);
});
