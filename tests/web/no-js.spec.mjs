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
      // A table may have a single row.
      const least = (await picture.evaluate((p) => p.localName)) === 'svg' ? 100 : 50;
      expect(Math.min(width, height), `${name}: size of the picture`).toBeGreaterThan(least);
      expect(await frame.locator('.stage text, .stage td').count(), `${name}: words in it`).toBeGreaterThan(2);
      await expect(frame.getByText(/^step \d+ of \d+$/), `${name}: place`).toBeVisible();
      await expect(frame.locator('.check .title').first(), `${name}: checks`).toBeVisible();
      // What is folded away can be unfolded without script.
      for (const summary of await host.locator('summary:visible').all()) {
        if (!(await summary.evaluate((s) => s.parentElement.open))) await summary.click();
      }
      for (const title of await frame.locator('.knob .title').all()) await expect(title).toBeVisible();
      const film = host.locator('.film figure');
      const lines = host.locator('.transcript li');
      if (await host.locator(IN_CHALLENGE).count()) {
        // The stage as the reader finds it: what can be done, and what the challenge itself has done.
        const begins = (await host.getAttribute('do')) ?? '';
        const done = frame.locator('.history li');
        const script = begins ? done.first() : frame.getByText('Nothing has been done.');
        await expect(script, `${name}: the script`).toBeVisible();
        await expect(done).toHaveCount(begins ? begins.split(';').length : 0);
        await expect(frame.locator('.log li').last(), `${name}: log`).toBeVisible();
        await expect(frame.locator('.uses .verb').first(), `${name}: what can be done`).toBeVisible();
        await expect(film).toHaveCount(0);
        await expect(lines).toHaveCount(0);
        continue;
      }
      await expect(frame.locator('.log li').last(), `${name}: log`).toBeVisible();
      await told(film, lines, name);
    }
  });
}

/** An ancestor that is a challenge. */
const IN_CHALLENGE = 'xpath=ancestor::*[contains(@class, "challenge")]';

/** A film strip of three to six frames, left to right, and a story in at most forty sentences. */
async function told(film, lines, name) {
  const frames = await film.all();
  expect(frames.length, `${name}: frames of the film`).toBeGreaterThanOrEqual(3);
  expect(frames.length, `${name}: frames of the film`).toBeLessThanOrEqual(6);
  const boxes = await film.evaluateAll((all) => all.map((figure) => figure.getBoundingClientRect()));
  let before = '';
  for (const [i, frame] of frames.entries()) {
    await expect(frame.locator('svg'), `${name}: frame ${i + 1}`).toBeVisible();
    const caption = await frame.locator('figcaption').innerText();
    expect(caption, `${name}: frame ${i + 1}`).toMatch(new RegExp(`^${i + 1}\\s+\\S`));
    const says = caption.replace(/^\d+\s+/, '');
    expect(says, `${name}: frame ${i + 1} and the one before it`).not.toBe(before);
    before = says;
    const [last, here] = [boxes[i - 1], boxes[i]];
    const follows = !last || here.y > last.y + 1 || (Math.abs(here.y - last.y) <= 1 && here.x > last.x);
    expect(follows, `${name}: frame ${i + 1} stands after the one before it`).toBe(true);
  }
  const count = await lines.count();
  expect(count, `${name}: lines of the transcript`).toBeGreaterThan(0);
  expect(count, `${name}: lines of the transcript`).toBeLessThanOrEqual(40);
  await expect(lines.first(), `${name}: transcript`).toBeVisible();
}

test('a challenge has its goal, and its solution with film and story, folded', async ({ page }) => {
  let found = 0;
  for (const path of living) {
    await page.goto(path || './');
    for (const challenge of await page.locator('.challenge').all()) {
      found += 1;
      await expect(challenge.locator('.goal')).toContainText('Break “');
      const solution = challenge.locator('.solution');
      const film = solution.locator('.film figure');
      await expect(film.first()).toBeHidden();
      await solution.locator('summary').click();
      await expect(solution.locator('pre')).toHaveText(/\S/);
      await told(film, solution.locator('.transcript li'), `the challenge of /${path}`);
    }
  }
  expect(found).toBeGreaterThan(0);
});

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
    const links = await page.locator('a[href]').evaluateAll((all) => all.map((a) => new URL(a.getAttribute('href'), document.baseURI).href));
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
  for (const path of topics) expect(count(html[path]), path).toBeGreaterThan(0);
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
