// Is a page whole without script?
import { expect, test } from './support/test.mjs';
import { html, living, pages } from './support/pages.mjs';

test.use({ javaScriptEnabled: false });

/** What stands in each model of the page, or in each of these elements of it. Runs in the page; what is
 * folded is unfolded first, by a click as everywhere. */
const stands = (selector) => {
  const shown = (e) => {
    const { width, height } = e?.getBoundingClientRect() ?? {};
    return width > 0 && height > 0 && getComputedStyle(e).visibility === 'visible';
  };
  const every = (root, css) => [...root.querySelectorAll(css)];
  const says = (root, words) => every(root, '*').some((e) => e.childElementCount === 0 && words.test(e.textContent.trim()) && shown(e));
  const box = (e) => { const { x, y, width, height } = e.getBoundingClientRect(); return { x, y, width, height }; };
  return every(document, selector).map((host) => {
    for (const summary of every(host, 'summary').filter(shown)) if (!summary.parentElement.open) summary.click();
    const frame = host.querySelector('.player') ?? host;
    const picture = every(frame, '.stage .picture').find(shown);
    return {
      picture: picture && { kind: picture.localName, ...box(picture) },
      words: every(frame, '.stage text, .stage td').length,
      place: says(frame, /^step \d+ of \d+$/),
      check: shown(frame.querySelector('.check .title')),
      log: shown(every(frame, '.log li').at(-1)),
      verb: shown(frame.querySelector('.uses .verb')),
      hidden: every(frame, '.knob .title').filter((title) => !shown(title)).map((title) => title.textContent),
      isChallenge: Boolean(host.closest('.challenge')),
      begins: host.getAttribute('do') ?? '',
      done: every(frame, '.history li').map(shown),
      idle: says(frame, /^Nothing has been done\.$/),
      film: every(host, '.film figure').map((figure) => ({
        ...box(figure),
        drawn: shown(figure.querySelector('svg')),
        caption: figure.querySelector('figcaption')?.innerText ?? '',
      })),
      story: every(host, '.transcript li').map(shown),
    };
  });
};

/** A film strip of three to six frames, left to right, and a story in at most forty sentences. */
function told({ film, story }, name) {
  expect(film.length, `${name}: frames of the film`).toBeGreaterThanOrEqual(3);
  expect(film.length, `${name}: frames of the film`).toBeLessThanOrEqual(6);
  let before = '';
  for (const [i, { drawn, caption, x, y }] of film.entries()) {
    expect(drawn, `${name}: frame ${i + 1} is drawn`).toBe(true);
    expect(caption, `${name}: frame ${i + 1}`).toMatch(new RegExp(`^${i + 1}\\s+\\S`));
    const says = caption.replace(/^\d+\s+/, '');
    expect(says, `${name}: frame ${i + 1} and the one before it`).not.toBe(before);
    before = says;
    const last = film[i - 1];
    const follows = !last || y > last.y + 1 || (Math.abs(y - last.y) <= 1 && x > last.x);
    expect(follows, `${name}: frame ${i + 1} stands after the one before it`).toBe(true);
  }
  expect(story.length, `${name}: lines of the transcript`).toBeGreaterThan(0);
  expect(story.length, `${name}: lines of the transcript`).toBeLessThanOrEqual(40);
  expect(story[0], `${name}: transcript`).toBe(true);
}

for (const path of living) {
  test(`/${path} shows every model: frame, film, story`, async ({ page }) => {
    await page.goto(path || './');
    const models = await page.evaluate(stands, 'sand-table');
    expect(models.length).toBeGreaterThan(0);
    for (const [i, model] of models.entries()) {
      const name = `model ${i + 1}`;
      const { picture, isChallenge, begins, done } = model;
      expect(picture, `${name}: picture`).toBeDefined();
      // A table may have a single row.
      const least = picture.kind === 'svg' ? 100 : 50;
      expect(Math.min(picture.width, picture.height), `${name}: size of the picture`).toBeGreaterThan(least);
      expect(model.words, `${name}: words in it`).toBeGreaterThan(2);
      expect(model.place, `${name}: place`).toBe(true);
      expect(model.check, `${name}: checks`).toBe(true);
      expect(model.hidden, `${name}: what is folded away can be unfolded without script`).toEqual([]);
      expect(model.log, `${name}: log`).toBe(true);
      if (!isChallenge) {
        told(model, name);
        continue;
      }
      // The stage as the reader finds it: what can be done, and what the challenge itself has done.
      expect(done.length, `${name}: the script`).toBe(begins ? begins.split(';').length : 0);
      expect(begins ? done[0] : model.idle, `${name}: the script is shown`).toBe(true);
      expect(model.verb, `${name}: what can be done`).toBe(true);
      expect([model.film, model.story]).toEqual([[], []]);
    }
  });
}

test('a challenge has its goal, and its solution with film and story, folded', async ({ page }) => {
  let found = 0;
  for (const path of living) {
    await page.goto(path || './');
    const goals = page.locator('.challenge .goal');
    for (const goal of await goals.allTextContents()) expect(goal).toContain('Break “');
    const folded = page.locator('.challenge .solution');
    expect(await folded.count(), path).toBe(await goals.count());
    expect(await folded.evaluateAll((all) => all.some((e) => e.open))).toBe(false);
    await expect(page.locator('.challenge .solution .film figure:visible')).toHaveCount(0);
    // The first by hand, the others by its like.
    if (await folded.count()) await folded.first().locator('summary').click();
    for (const solution of await page.evaluate(stands, '.challenge .solution')) {
      found += 1;
      told(solution, `the challenge of /${path}`);
    }
    for (const script of await folded.locator('pre').allTextContents()) expect(script).toMatch(/\S/);
  }
  expect(found).toBeGreaterThan(0);
});

/** What an address of the site answers; each is asked once. */
const answers = new Map();
const answered = (request, address) => {
  const ask = async () => {
    const answer = await request.get(address, { maxRedirects: 0 });
    return { status: answer.status(), text: await answer.text() };
  };
  if (!answers.has(address)) answers.set(address, ask());
  return answers.get(address);
};

for (const path of pages) {
  test(`/${path} has its numbers, no button that does nothing, and links that lead somewhere`, async ({ page, request, site }) => {
    await page.goto(path || './');
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    for (const value of await page.locator('.computed').allTextContents()) expect(value).toMatch(/\S/);
    // The text holds no directive that was not read.
    const main = await page.locator('main').innerText();
    expect(main).not.toMatch(/\{\{|\}\}|```|:::|\bundefined\b|\bNaN\b/);
    await expect(page.getByRole('button')).toHaveCount(0);
    expect(await page.title()).not.toBe('');
    await expect(page.locator('meta[name=description]')).toHaveAttribute('content', /\S{3}/);

    const links = await page.locator('a[href]').evaluateAll((all) => all.map((a) => new URL(a.getAttribute('href'), document.baseURI).href));
    expect(links.length).toBeGreaterThan(2);
    const own = [...new Set(links)].filter((href) => href.startsWith(site.url));
    for (const href of own) {
      const address = new URL(href);
      const { status, text } = await answered(request, address.origin + address.pathname);
      expect.soft(status, href).toBe(200);
      const id = decodeURIComponent(address.hash.slice(1));
      if (id && !id.startsWith('!')) expect.soft(text.includes(`id="${id}"`), `${href} has its place`).toBe(true);
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
