// Is a page whole without script?
import { expect, test } from './support/test.mjs';
import { html, living, pages } from './support/pages.mjs';

test.use({ javaScriptEnabled: false });

for (const path of living) {
  test(`/${path} shows every model: frame, film, story`, async ({ page }) => {
    await page.goto(path || './');
    const hosts = await page.locator('sand-table').all();
    for (const [i, host] of hosts.entries()) {
      const name = `model ${i + 1}`;
      const frame = host.locator('.player').first();
      const picture = frame.locator('.stage .picture:visible').first();
      await expect(picture, `${name}: picture`).toBeVisible();
      const { width, height } = await picture.boundingBox();
      expect(Math.min(width, height), `${name}: size of the picture`).toBeGreaterThan(100);
      expect(await frame.locator('.stage text, .stage td').count(), `${name}: words in it`).toBeGreaterThan(2);
      await expect(frame.getByText(/^step \d+ of \d+$/), `${name}: place`).toBeVisible();
      await expect(frame.locator('.check .title').first(), `${name}: checks`).toBeVisible();
      // A challenge starts where nothing has happened: there is nothing to tell yet.
      const empty =
        (await frame.getByText(/^step 0 of/).count()) +
        (await host.locator('xpath=ancestor::*[contains(@class, "challenge")]').count());
      if (!empty) await expect(frame.locator('.log li').first(), `${name}: log`).toBeVisible();
      // What is folded away can be unfolded without script.
      for (const summary of await host.locator('..').locator('details:not(.solution, .hint) > summary').all()) {
        if (!(await summary.evaluate((s) => s.parentElement.open))) await summary.click();
      }
      const figure = host.locator('xpath=ancestor::figure[1]');
      const film = figure.locator('.film figure');
      const frames = await film.count();
      // A run with a single turn has a single frame.
      if (!empty) expect(frames, `${name}: frames of the film`).toBeGreaterThanOrEqual(1);
      expect(frames, `${name}: frames of the film`).toBeLessThanOrEqual(6);
      for (const [j, each] of (await film.all()).entries()) {
        await expect(each.locator('svg'), `${name}: frame ${j + 1}`).toBeVisible();
        await expect(each.locator('figcaption')).not.toHaveText(/^\s*\d*\s*$/);
      }
      const lines = await figure.locator('.transcript li').count();
      expect(lines, `${name}: lines of the transcript`).toBeLessThanOrEqual(40);
      if (!empty) {
        await expect(figure.locator('.transcript li').first(), `${name}: transcript`).toBeVisible();
      }
    }
  });
}

for (const path of pages) {
  test(`/${path} has its numbers, and no button that does nothing`, async ({ page }) => {
    await page.goto(path || './');
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    for (const value of await page.locator('.computed').all()) await expect(value).toHaveText(/\S/);
    // The text holds no directive that was not read.
    const main = await page.locator('main').innerText();
    expect(main).not.toMatch(/\{\{|\}\}|```|:::|\bundefined\b|\bNaN\b/);
    await expect(page.getByRole('button')).toHaveCount(0);
    expect(await page.title()).not.toBe('');
    await expect(page.locator('meta[name=description]')).toHaveAttribute('content', /\S{3}/);
  });

  test(`/${path} has links that lead somewhere`, async ({ page, request, site }) => {
    await page.goto(path || './');
    const links = await page.locator('a[href]').evaluateAll((all) => all.map((a) => a.href));
    expect(links.length).toBeGreaterThan(2);
    const own = [...new Set(links)].filter((href) => href.startsWith(site.url));
    for (const href of own) {
      const address = new URL(href);
      const answer = await request.get(address.origin + address.pathname, { maxRedirects: 0 });
      expect(answer.status(), href).toBe(200);
      const id = decodeURIComponent(address.hash.slice(1));
      if (id && !id.startsWith('!')) expect(await answer.text(), href).toContain(`id="${id}"`);
    }
    for (const href of links.filter((href) => !href.startsWith(site.url))) expect(href).toMatch(/^https:\/\//);
  });
}

test('computed values stand in the pages', () => {
  const count = (text) => text.split('class="computed"').length - 1;
  const topics = living.filter((path) => path.split('/').length > 2);
  expect(topics.length).toBeGreaterThan(0);
  for (const path of topics) expect(count(html[path]), path).toBeGreaterThan(3);
});

test('an address that leads nowhere says where to go', async ({ page, noise }) => {
  const answer = await page.goto('distribution/nothing/here/');
  expect(answer.status()).toBe(404);
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  // It has its style at any depth.
  await expect(page.locator('main')).not.toHaveCSS('max-width', 'none');
  noise.length = 0;
  await page.locator('main').getByRole('link', { name: 'tracks' }).click();
  await expect(page).toHaveURL(/\/tracks\/$/);
});
