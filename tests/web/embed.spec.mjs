// Does the page for frames keep to itself, and say what its host needs to know?
import { expect, still, test } from './support/test.mjs';
import { judge, axe } from './support/axe.mjs';
import { wake } from './support/table.mjs';
import { listen } from './support/noise.mjs';
import { golden, models } from './support/golden.mjs';
import { dice, message } from './support/hostile.mjs';
import { host } from './support/hosts.mjs';
import { OPEN, serve } from './serve.mjs';

test.use(still);

for (const model of models) {
  test(`${model} stands alone, and its pictures need nothing else`, async ({ page, site }) => {
    await page.goto(`embed/${model}/`);
    const table = await wake(page.locator('sand-table'));
    expect(await table.get('link')).toBe(`v1/${model}`);
    // Nothing around it but where it comes from.
    await expect(page.locator('header, nav, footer')).toHaveCount(0);
    const source = page.getByRole('link', { name: /Sandtable$/ });
    await expect(source).toHaveAttribute('rel', 'noopener');
    await expect(source).toHaveAttribute('target', '_blank');
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);

    const asked = [];
    page.on('request', (request) => asked.push(request.url()));
    for (const name of [`${model}.svg`, `${model}-dark.svg`, `${model}.png`, `${model}-dark.png`]) {
      asked.length = 0;
      const [w, h] = await page.evaluate(async (src) => {
        const image = new Image();
        image.src = src;
        await image.decode();
        return [image.naturalWidth, image.naturalHeight];
      }, site.url + name);
      expect(asked, `${name} fetches itself alone`).toEqual([site.url + name]);
      expect(Math.min(w, h), name).toBeGreaterThan(name.endsWith('png') ? 400 : 200);
      expect(w, name).toBeLessThanOrEqual(1200);
    }
    // It has a title, and all of its words lie in it. A page of ours lets no text become a document.
    const text = await (await page.request.get(`${site.url}${model}.svg`)).text();
    await page.goto('about:blank');
    const read = await page.evaluate((text) => {
      const svg = new DOMParser().parseFromString(text, 'image/svg+xml').documentElement;
      document.body.replaceChildren(svg);
      const edge = svg.getBoundingClientRect();
      const out = [...svg.querySelectorAll('text')].filter((text) => {
        const box = text.getBoundingClientRect();
        return box.left < edge.left - 1 || box.right > edge.right + 1 || box.bottom > edge.bottom + 1;
      });
      return { title: svg.querySelector('title').textContent, out: out.map((text) => text.textContent) };
    }, text);
    expect(read.title).toMatch(/^\S.+, (step )?[\d.]+/);
    expect(read.out, 'words that stand out of the picture').toEqual([]);
  });
}

test('the snippet of the page about the site is one that works', async ({ page, site }) => {
  await page.goto('about/');
  const code = await page.locator('pre', { hasText: '<iframe' }).textContent();
  // A page of ours lets no text become a document; a blank one does.
  await page.goto('about:blank');
  const frame = await page.evaluate((code) => {
    const { body } = new DOMParser().parseFromString(code, 'text/html');
    const { src, title, loading, sandbox } = body.querySelector('iframe');
    return { src, title, loading, sandbox: [...sandbox], script: body.querySelector('script').src };
  }, code);
  expect(frame).toEqual({
    src: `${site.url}embed/quorum/`,
    title: 'Model: Quorum',
    loading: 'lazy',
    sandbox: ['allow-scripts', 'allow-popups', 'allow-popups-to-escape-sandbox', 'allow-downloads'],
    script: `${site.url}embed.js`,
  });
});

test('it is as accessible as any page', async ({ page }, info) => {
  await page.goto('embed/quorum/#controls=basic');
  await wake(page.locator('sand-table'));
  await judge(axe(page), info);
});

for (const controls of ['full', 'basic', 'none']) {
  test(`with ${controls} controls the still takes the room that its player takes`, async ({ page, noise }) => {
    const height = () => page.locator('sand-table').evaluate((e) => e.getBoundingClientRect().height);
    await page.route(/sand-table-\w+\.js$/, (route) => route.abort());
    await page.goto(`embed/quorum/#controls=${controls}`);
    const before = await height();
    noise.length = 0;
    await page.unroute(/sand-table-\w+\.js$/);
    await page.reload();
    await wake(page.locator('sand-table'));
    expect(Math.abs((await height()) - before)).toBeLessThanOrEqual(8);
  });
}

test('without script it shows the first picture', async ({ browser, site }) => {
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(`${site.url}embed/quorum/`);
  await expect(page.locator('sand-table svg.picture:visible').first()).toBeVisible();
  await context.close();
});

test('the address says the run and how it is shown, and is followed', async ({ page }) => {
  await page.goto('embed/quorum/#controls=basic&theme=dark&range=4..9&loop!v1/quorum?w=1&r=1');
  const host = page.locator('sand-table');
  const table = await wake(host);
  await expect(page.locator('.problems')).toBeEmpty();
  expect(await host.evaluate((e) => getComputedStyle(e).colorScheme)).toBe('dark');
  await expect(table.button('Share')).toHaveCount(0);
  await table.call('seek', 0);
  await table.isAt(4);
  expect(await table.get('link')).toContain('v1/quorum?w=1&r=1');
  await page.evaluate(() => { location.hash = '!v1/quorum?w=3'; });
  await expect.poll(() => table.get('link')).toBe('v1/quorum?w=3');
  await expect(table.button('Share')).toBeVisible();
  expect(await host.evaluate((e) => getComputedStyle(e).colorScheme)).toBe('light dark');
  await page.evaluate(() => { location.hash = ''; });
  await expect.poll(() => table.get('link')).toBe('v1/quorum');
});

/** Addresses that mean nothing: what is said. */
const WRONG = [
  ['theme=pink', ['“pink”', 'choose auto, light or dark']],
  ['size=3', ['“size=3”', 'choose theme, controls, loop, range']],
  ['theme=dark&theme=light', ['theme twice', 'keep one']],
  ['theme=%', ['cut off', '“%25”']],
  ['!v1/rate-limiting', ['This page shows quorum', '“rate-limiting”', 'use the page of that model']],
  ['<img src=x onerror=alert(1)>', ['is not known']],
  ['controls=some', ['`controls=some`', 'choose `none`, `basic` or `full`']],
  ['loop=false', ['`loop=false`', 'write `loop` alone']],
  ['range=4..99', ['`range=4..99`', 'choose steps from 0 to']],
  ['range=x', ['`range=x`', 'write the first and the last step']],
  ['!v1/quorum?w=9', ['`w=9`', '1 to 3']],
  ['!v2/quorum', ['v2']],
];

/** What is told of an address, by the page or by its model. */
async function isTold(page, [hash, says]) {
  const table = await wake(page.locator('sand-table'));
  const told = page.locator('p.problems, .live [role=alert]');
  for (const word of says) await expect(told.filter({ hasText: word }), `#${hash}`).toHaveCount(1);
  expect(await page.locator('img').count()).toBe(0);
  // What can be shown is shown.
  if (!says[0].includes('w=9') && !says[0].includes('v2')) await expect(table.stage, `#${hash}`).toBeVisible();
}

test('an address that means nothing is told on the page, and the next one is read', async ({ page }) => {
  await page.goto('embed/quorum/');
  for (const wrong of WRONG) {
    await page.evaluate((hash) => { location.hash = hash; }, wrong[0]);
    await isTold(page, wrong);
  }
  await page.evaluate(() => { location.hash = ''; });
  await expect(page.locator('.problems')).toBeEmpty();
});

// By the page's own word, by the element's options, by the model's settings.
for (const wrong of WRONG.filter(([hash]) => ['<img src=x onerror=alert(1)>', 'range=4..99', '!v1/quorum?w=9'].includes(hash))) {
  test(`#${wrong[0]} is told where a page is opened with it`, async ({ page }) => {
    await page.goto(`embed/quorum/#${wrong[0]}`);
    await isTold(page, wrong);
  });
}

test.describe('in somebody’s page', () => {
  let site, guest;
  test.beforeAll(async () => {
    site = await serve('/', { headers: OPEN });
    guest = await serve('/', { folder: host('frames', site.url) });
  });
  test.afterAll(async () => {
    await guest.close();
    await site.close();
  });

  /** The page with the frame of our own snippet, live; what it said is in `window.told`. */
  const framed = async (browser) => {
    const context = await browser.newContext(still.contextOptions);
    const page = await context.newPage();
    const noise = listen(page, site.url, guest.url);
    await page.addInitScript(() => {
      window.told = [];
      addEventListener('message', ({ data }) => window.told.push(data));
    });
    await page.goto(guest.url);
    const frame = page.frameLocator('iframe[title]');
    const table = await wake(frame.locator('sand-table'));
    return { context, page, noise, table, frame };
  };
  const post = (page, said) =>
    page.evaluate((said) => document.querySelector('iframe').contentWindow.postMessage(said, '*'), said);
  const told = (page, type) =>
    page.evaluate((type) => window.told.filter((said) => said.type === type), type);

  test('the snippet’s frame is live in its sandbox, and gets the height of its page', async ({ browser }) => {
    const { context, page, noise, table, frame } = await framed(browser);
    expect(await table.get('link')).toBe('v1/quorum?w=1&r=1');
    await table.button('Step back').click();
    await table.isAt(17);
    const height = () => page.locator('iframe[title]').evaluate((f) => f.getBoundingClientRect().height);
    const wanted = () => frame.locator('html').evaluate((e) => Math.ceil(e.getBoundingClientRect().height));
    await expect.poll(async () => (await height()) - (await wanted())).toBe(0);
    const before = await height();
    await table.button('Help').click();
    await expect.poll(height).toBeGreaterThan(before);
    await expect.poll(async () => (await height()) - (await wanted())).toBe(0);
    const sizes = await told(page, 'size');
    for (const said of sizes) expect(Object.keys(said).sort()).toEqual(['height_px', 'sandtable', 'type']);
    expect(sizes.every((said) => said.sandtable === 1 && said.height_px > 0)).toBe(true);
    expect(noise).toEqual([]);
    await context.close();
  });

  test('a host that asks can change link and theme', async ({ browser }) => {
    const { context, page, table } = await framed(browser);
    await post(page, { sandtable: 1, type: 'link', link: 'v1/quorum?w=3' });
    await expect.poll(() => table.get('link')).toBe('v1/quorum?w=3');
    await post(page, { sandtable: 1, type: 'theme', theme: 'dark' });
    await expect.poll(() => table.host.evaluate((e) => getComputedStyle(e).colorScheme)).toBe('dark');
    const before = (await told(page, 'size')).length;
    await post(page, { sandtable: 1, type: 'size' });
    await expect.poll(async () => (await told(page, 'size')).length).toBeGreaterThan(before);
    // Of a thousand the last counts.
    await page.evaluate(() => {
      for (let w = 0; w < 1000; w += 1) {
        document.querySelector('iframe').contentWindow.postMessage({ sandtable: 1, type: 'link', link: `v1/quorum?seed=${w}` }, '*');
      }
    });
    await expect.poll(() => table.get('link')).toBe('v1/quorum?seed=999');
    expect(await told(page, 'error')).toEqual([]);
    await context.close();
  });

  test('messages that mean nothing do nothing, and are answered in words', async ({ browser }) => {
    const { context, page, noise, table } = await framed(browser);
    const link = await table.get('link');
    const hostile = [
      [{ sandtable: 2, type: 'link', link: 'v1/quorum' }, 'speaks version 1'],
      [{ sandtable: '1', type: 'link', link: 'v1/quorum' }, 'speaks version 1'],
      [{ sandtable: 1, type: 'eval', eval: 'top.location = "about:blank"' }, 'not known'],
      [{ sandtable: 1, type: '__proto__' }, 'not known'],
      [{ sandtable: 1 }, 'not known'],
      [{ sandtable: 1, type: 'link' }, 'no text'],
      [{ sandtable: 1, type: 'link', link: { toString: 1 } }, 'no text'],
      [{ sandtable: 1, type: 'link', link: 'x'.repeat(70_000) }, 'longer than'],
      [{ sandtable: 1, type: 'link', link: 'v1/bm25' }, 'use the page of that model'],
      [{ sandtable: 1, type: 'theme', theme: '<b>' }, 'choose auto, light or dark'],
      [{ sandtable: 1, type: 'theme', theme: ['dark'] }, 'choose auto, light or dark'],
      [{ sandtable: 1, type: 'theme', theme: { toString: 1 } }, 'choose auto, light or dark'],
    ];
    for (const [said, answer] of hostile) {
      const before = (await told(page, 'error')).length;
      await post(page, said);
      await expect.poll(async () => (await told(page, 'error')).length, JSON.stringify(said).slice(0, 80)).toBe(before + 1);
      expect((await told(page, 'error')).at(-1)).toEqual({
        sandtable: 1,
        type: 'error',
        message: expect.stringContaining(answer),
      });
      expect(await table.get('link')).toBe(link);
    }
    // What is not meant for it is not answered.
    const before = (await told(page, 'error')).length;
    for (const said of [null, 0, 'sandtable', [], { type: 'link', link: 'v1/quorum' }, { source: 'other' }]) {
      await post(page, said);
    }
    // A window that is not its host is not listened to: here its own.
    await table.host.evaluate(() => postMessage({ sandtable: 1, type: 'link', link: 'v1/quorum?w=1' }, '*'));
    await table.host.evaluate(() => new Promise((done) => setTimeout(done, 200)));
    expect(await table.get('link')).toBe(link);
    expect((await told(page, 'error')).length).toBe(before);
    // A link that reads badly is told by the element and to the host.
    await post(page, { sandtable: 1, type: 'link', link: 'v1/quorum?w=9' });
    await expect.poll(async () => (await told(page, 'error')).at(-1)?.message).toContain('w=9');
    await expect(table.alert).toContainText('cannot be opened');
    expect(noise).toEqual([]);
    await context.close();
  });

  test('messages made by dice harm neither the frame nor its host', async ({ browser }) => {
    test.slow();
    const { context, page, noise, table } = await framed(browser);
    const roll = dice(20_261_121);
    const recorded = golden.map((run) => run.link);
    const address = await table.host.evaluate(() => location.href);
    const unharmed = async (said) => {
      expect(await table.host.evaluate(() => [location.href, window.__hit]), said).toEqual([address, undefined]);
      expect(await page.evaluate(() => [location.href, window.__hit]), said).toEqual([guest.url, undefined]);
    };
    for (let round = 0; round < 100; round += 1) {
      // Of those that are sent together the last of each kind counts: a few each time.
      const some = Array.from({ length: 1 + roll(4) }, () => message(recorded, roll));
      await page.evaluate(async (some) => {
        const { contentWindow } = document.querySelector('iframe');
        for (const said of some) contentWindow.postMessage(JSON.parse(said), '*');
        await new Promise((done) => setTimeout(done, 60));
      }, some);
      await unharmed(some.join());
    }
    // It has answered in words, and still hears what is meant for it.
    const answers = await page.evaluate(() => window.told);
    for (const { sandtable, type, message, height_px, ...more } of answers) {
      const said = type === 'error' ? typeof message : type === 'size' && height_px > 0;
      expect([sandtable, said, Object.keys(more)]).toEqual([1, type === 'error' ? 'string' : true, []]);
    }
    expect(answers.filter((said) => said.type === 'error').length).toBeGreaterThan(50);
    await post(page, { sandtable: 1, type: 'link', link: 'v1/quorum?w=1&at=0s' });
    await expect.poll(() => table.get('link')).toBe('v1/quorum?w=1&at=0s');
    await post(page, { sandtable: 1, type: 'theme', theme: 'dark' });
    await expect.poll(() => table.host.evaluate((e) => getComputedStyle(e).colorScheme)).toBe('dark');

    // A frame that means harm can make itself taller or lower, and nothing else.
    const some = Array.from({ length: 300 }, () => message(recorded, roll));
    await table.host.evaluate((_, some) => { for (const said of some) parent.postMessage(JSON.parse(said), '*'); }, some);
    await unharmed('to the host');
    const frame = page.locator('iframe[title]');
    expect(await frame.evaluate((f) => f.style.height)).toMatch(/^\d+(\.\d+)?px$/);
    expect(await frame.getAttribute('style')).toMatch(/^height: [\d.]+px;$/);
    expect(noise).toEqual([]);
    await context.close();
  });

  test('a frame can neither navigate nor script its host', async ({ browser }) => {
    const { context, page, table } = await framed(browser);
    const tries = await table.host.evaluate(() => {
      const attempt = (f) => {
        try {
          return `did: ${f()}`;
        } catch (error) {
          return error.name;
        }
      };
      return {
        origin: self.origin,
        navigate: attempt(() => { top.location = 'about:blank'; }),
        script: attempt(() => top.document.title),
        storage: attempt(() => localStorage.length),
        cookie: attempt(() => document.cookie),
        frame: attempt(() => window.frameElement.id),
      };
    });
    expect(tries).toEqual({
      origin: 'null',
      navigate: 'SecurityError',
      script: 'SecurityError',
      storage: 'SecurityError',
      cookie: 'SecurityError',
      frame: expect.stringMatching(/SecurityError|TypeError/),
    });
    await page.waitForTimeout(200);
    expect(page.url()).toBe(guest.url);
    await context.close();
  });

  test('the link in a frame opens beside the host', async ({ browser }) => {
    const { context, page, frame } = await framed(browser);
    const [opened] = await Promise.all([
      context.waitForEvent('page'),
      frame.getByRole('link', { name: /Sandtable$/ }).click(),
    ]);
    await opened.waitForLoadState();
    expect(opened.url()).toContain('/quorum/');
    expect(await opened.evaluate(() => [window.opener, self.origin !== 'null'])).toEqual([null, true]);
    await wake(opened.locator('sand-table').first());
    expect(page.url()).toBe(guest.url);
    await context.close();
  });

  test('the host’s script listens to the frames of the site alone', async ({ browser }) => {
    const { context, page, table } = await framed(browser);
    const height = () => page.locator('iframe[title]').evaluate((f) => f.style.height);
    await expect.poll(height).toMatch(/px$/);
    const before = await height();
    await page.evaluate(() => {
      // Another frame, and the page itself, say the same words.
      const other = document.createElement('iframe');
      other.id = 'other';
      other.srcdoc = '<script>parent.postMessage({ sandtable: 1, type: "size", height_px: 77 }, "*")<' + '/script>';
      document.body.append(other);
      postMessage({ sandtable: 1, type: 'size', height_px: 78 }, '*');
    });
    await expect.poll(async () => (await told(page, 'size')).map((said) => said.height_px)).toContain(77);
    expect(await height()).toBe(before);
    expect(await page.locator('#other').evaluate((f) => f.style.height)).toBe('');
    for (const odd of [-5, 0, Number.NaN, '300', null, {}]) {
      await table.host.evaluate((_, odd) => parent.postMessage({ sandtable: 1, type: 'size', height_px: odd }, '*'), odd);
    }
    await table.host.evaluate(() => parent.postMessage({ sandtable: 1, type: 'size', height_px: 1e9 }, '*'));
    await expect.poll(height).toBe('10000px');
    await context.close();
  });
});

test('where the site does not open its files to sandboxes, the picture stays and the page says why', async ({
  browser,
}) => {
  const shut = await serve();
  const guest = await serve('/', { folder: host('frames', shut.url) });
  const page = await browser.newPage();
  await page.goto(guest.url);
  const frame = page.frameLocator('iframe[title]');
  await expect(frame.getByRole('alert')).toContainText('cannot be fetched here');
  await expect(frame.locator('sand-table svg.picture:visible').first()).toBeVisible();
  await page.close();
  await guest.close();
  await shut.close();
});
