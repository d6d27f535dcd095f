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
  expect(asked.filter((url) => url.endsWith('.wasm'))).toHaveLength(2);
});

test('another model in the same element fetches its code, and is there', async ({ page, foreign }) => {
  const asked = [];
  page.on('request', (request) => asked.push(request.url()));
  await foreign('<sand-table link="v1/quorum"></sand-table>');
  const table = await wake(page.locator('sand-table'));
  await page.evaluate(() => { document.querySelector('sand-table').link = 'v1/consistent-hashing'; });
  await expect.poll(() => table.get('link')).toContain('consistent-hashing');
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
