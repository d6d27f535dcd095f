// Does a topic in one file, and the whole site in one, work from a disk and ask for nothing?
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { expect, still, test } from './support/test.mjs';
import { axe, judge } from './support/axe.mjs';
import { solve } from './support/challenge.mjs';
import { wake } from './support/table.mjs';
import { living } from './support/pages.mjs';

test.use(still);

const FOLDER = process.env.SANDTABLE_SINGLE ?? fileURLToPath(new URL('../../dist-single', import.meta.url));
const file = (name) => pathToFileURL(join(FOLDER, `${name}.html`)).href;

/** Opens a file; every request beyond it is remembered, and so is every complaint. */
async function opened(page, name, fragment = '') {
  const asked = [];
  const complaints = [];
  page.on('request', (request) => {
    const url = request.url();
    if (!url.startsWith(file(name)) && !url.startsWith('blob:') && !url.startsWith('data:')) asked.push(url);
  });
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
  await page.goto(file(name) + fragment);
  return { asked, complaints };
}

test('a topic runs from a disk, without any request', async ({ page, noise }) => {
  const { asked, complaints } = await opened(page, 'quorum');
  const first = page.locator('sand-table').first();
  const table = await wake(first);
  await expect(table.stage).toBeVisible();
  const before = await first.evaluate((t) => t.position);
  await first.evaluate((t) => t.seek(0));
  await table.live.getByRole('button', { name: 'Step', exact: true }).click();
  expect(await first.evaluate((t) => t.position)).toBe(1);
  expect(before).toBeGreaterThan(1);
  // A fault by its button, and the moment in the address, which opens again.
  await first.evaluate((t) => t.act('crash B'));
  await expect(page).toHaveURL(/#!distribution\/quorum\/w1\?v1\/quorum/);
  const link = await first.evaluate((t) => t.link);
  await page.reload();
  await wake(first);
  expect(await first.evaluate((t) => t.link)).toBe(link);
  expect({ asked, complaints }).toEqual({ asked: [], complaints: [] });
  noise.length = 0; // What is not of the site is judged here.
});

test('what the file holds names no place that it came from', async () => {
  for (const name of await readdir(FOLDER)) {
    const html = await readFile(join(FOLDER, name), 'utf8');
    expect(html).not.toMatch(/\s(?:src|href)="(?!#|data:|https:\/\/)/);
    expect(html).toContain("default-src 'none'");
    expect(html).not.toMatch(/unsafe-inline/);
  }
});

test('the whole site goes from page to page in one file', async ({ page, noise }) => {
  test.setTimeout(120_000);
  const { asked, complaints } = await opened(page, 'all');
  await expect(page.locator('h1:visible')).toHaveText('System design that you can run');
  for (const path of living.filter((path) => path)) {
    await page.goto(`${file('all')}#${path}`);
    const main = page.locator(`main[data-page="${path}"]`);
    await expect(main, path).toBeVisible();
    await expect(page.locator('main:visible')).toHaveCount(1);
    expect(await page.title(), path).toBe(`${await main.locator('h1').textContent()} · Sandtable`);
    const host = main.locator('sand-table').first();
    await wake(host);
    expect(await host.evaluate((t) => t.transcript), path).toContain('trace ');
  }
  // By its links, and back.
  await page.getByRole('link', { name: 'Tracks', exact: true }).click();
  await page.locator('main:visible').getByRole('link', { name: 'How many copies must answer?' }).click();
  await expect(page.locator('h1:visible')).toHaveText('How many copies must answer?');
  await page.goBack();
  await expect(page.locator('h1:visible')).toHaveText('Tracks');
  for (const name of ['About', 'Search']) {
    await page.getByRole('link', { name, exact: true }).first().click();
    await expect(page.locator('h1:visible')).toHaveText(new RegExp(name));
  }
  await page.locator('main:visible').getByRole('heading', { name: 'Quorum' }).first().getByRole('link').click();
  await expect(page.locator('h1:visible')).toHaveText('How many copies must answer?');
  expect({ asked, complaints }).toEqual({ asked: [], complaints: [] });
  noise.length = 0;
});

test('a challenge in a file is graded', async ({ page, noise }) => {
  await opened(page, 'all', '#distribution/quorum/');
  const challenge = page.locator('main:visible .challenge').first();
  const host = challenge.locator('sand-table');
  await wake(host);
  await expect(host).toHaveAttribute('id', /^distribution\/quorum\/w\d+$/);
  await solve(challenge);
  await expect(challenge.locator('.grade')).toHaveText(/^Done: broken/);
  noise.length = 0;
});

test('a file without script shows its page whole', async ({ browser }, info) => {
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(file('quorum'));
  await expect(page.locator('.stage .picture:visible').first()).toBeVisible();
  await expect(page.locator('.film figure').first()).toBeVisible();
  await context.close();
  const scripted = await browser.newPage();
  await scripted.goto(file('quorum'));
  await judge(axe(scripted), info);
  await scripted.close();
});
