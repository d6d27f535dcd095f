// Do the pages keep to their own policy, in their meta tag and in `_headers`, and does it hold?
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, still } from './support/test.mjs';
import { test } from './support/guarded.mjs';
import { dist } from './serve.mjs';
import { wakeAll } from './support/table.mjs';

test.use(still);

const frames = readdirSync(join(dist, 'embed')).map((model) => `embed/${model}/`);

// The pages of the sitemap are used whole by console.spec.
for (const path of [...frames, '404.html']) {
  test(`/${path}: everything in it works, and nothing is refused or fetched elsewhere`, async ({ page, violations }) => {
    const answer = await page.goto(path);
    // Its own policy stands in it, whoever serves it.
    const meta = await page.locator('meta[http-equiv="content-security-policy"]').getAttribute('content');
    expect(meta).not.toContain('unsafe-inline');
    expect(meta).toContain("require-trusted-types-for 'script'");
    const header = answer.headers()['content-security-policy'];
    expect(header).not.toContain('unsafe-inline');
    const [table] = await wakeAll(page);
    if (table) {
      for (const name of ['Help', 'Compare', 'Export', 'Share']) await table.button(name).click();
      await table.call('settle');
      await table.call('reset');
    }
    expect(violations).toEqual([]);
    // Requests to elsewhere, failed requests and errors are what every test here watches for.
  });
}

test('what markup is put into a page by another hand does not run, load or send', async ({ page, violations, noise, site }) => {
  // It runs inside a script of ours: what the test itself evaluates is above the policy.
  const attack = async () => {
    const tries = {
      markup: () => { document.body.innerHTML = '<img src=x onerror="window.__hit=1">'; },
      parsed: () => new DOMParser().parseFromString('<p>', 'text/html'),
      text: () => eval('window.__hit=1'),
      timer: () => setTimeout('window.__hit=1'),
      maker: () => new Function('window.__hit=1')(),
      policy: () => window.trustedTypes.createPolicy('other', { createHTML: (text) => text }),
      address: () => { document.createElement('script').src = 'https://example.org/x.js'; },
      worker: () => new Worker('https://example.org/x.js'),
    };
    const ended = Object.entries(tries).map(([name, attempt]) => {
      try {
        attempt();
        return [name, 'did'];
      } catch (error) {
        return [name, error.name];
      }
    });
    // What is no sink of text is held by the lists of sources.
    const script = document.createElement('script');
    script.append('window.__hit=2');
    const image = document.createElement('img');
    image.src = 'https://example.org/x.png';
    const button = document.createElement('button');
    button.setAttribute('style', 'color: red');
    const frame = document.createElement('iframe');
    frame.src = 'https://example.org/';
    const form = document.createElement('form');
    form.action = 'https://example.org/';
    try {
      document.body.append(script);
    } catch {
      // Refused even earlier.
    }
    document.body.append(image, button, frame, form);
    form.submit();
    const sent = await fetch('https://example.org/').then(() => 'sent', () => 'refused');
    await new Promise((done) => setTimeout(done, 300));
    window.ran = { ended, sent, hit: window.__hit };
  };
  await page.route(/assets\/page-\w+\.js$/, async (route) => {
    const answer = await route.fetch();
    await route.fulfill({ response: answer, body: `${await answer.text()}\n(${attack})();` });
  });
  await page.goto('distribution/quorum/', { waitUntil: 'commit' });
  const ran = await (await page.waitForFunction(() => window.ran)).jsonValue();
  expect(ran.ended.filter(([, how]) => how === 'did')).toEqual([]);
  expect(ran.sent).toBe('refused');
  expect(ran.hit).toBeUndefined();
  expect(page.url()).toBe(`${site.url}distribution/quorum/`);
  for (const kind of ['require-trusted-types-for', 'trusted-types', 'style-src', 'img-src', 'connect-src', 'form-action', 'frame-src']) {
    expect(violations.join('\n'), kind).toContain(kind);
  }
  // The browser says in the console what it refused. A picture is a request that ends before it is sent.
  expect(noise).toContain('failed: https://example.org/x.png csp');
  const out = noise.splice(0).filter((line) => !/Content Security|Trusted|content security|Refused|evaluat|^(leaves the origin|failed): https:\/\/example\.org\/x\.png( csp)?$/i.test(line));
  expect(out).toEqual([]);
});

test('what stands in the HTML by another hand does not run', async ({ page, violations, noise }) => {
  const markup = `<script>window.__hit=1</script><img src="data:," onerror="window.__hit=1">
    <a id="odd" href="javascript:window.__hit=1">x</a><base href="https://example.org/">`;
  await page.route(/\/about\/$/, async (route) => {
    const answer = await route.fetch();
    await route.fulfill({ response: answer, body: (await answer.text()).replace(/<body[^>]*>/, `$&${markup}`) });
  });
  await page.goto('about/');
  await page.locator('#odd').click();
  for (const kind of ['script-src-elem', 'script-src-attr', 'base-uri']) {
    await expect.poll(() => violations.join('\n'), kind).toContain(kind);
  }
  expect(await page.evaluate(() => window.__hit)).toBeUndefined();
  expect(noise.splice(0).filter((line) => !/Content Security/.test(line))).toEqual([]);
});

test('pages stand in no frame but those that are made for it', async ({ page, site, noise }) => {
  for (const [path, framed] of [['', false], ['about/', false], ['distribution/quorum/', false], ['embed/quorum/', true]]) {
    const address = new URL('guest/', site.url).href;
    const body = `<!doctype html><title>A guest</title><link rel="icon" href="data:,"><iframe src="${site.url}${path}"></iframe>`;
    await page.route(address, (route) => route.fulfill({ contentType: 'text/html', body }));
    await page.goto(address);
    await page.waitForLoadState('networkidle');
    // The browser puts a page of its own in the place of what it refuses.
    const main = page.frameLocator('iframe').locator('main');
    await expect(main, path).toHaveCount(framed ? 1 : 0);
    await page.unroute(address);
  }
  noise.length = 0;
});

test('each file is served as what it is, for everybody, and files named by their content for ever', async ({ request, site }) => {
  for (const path of ['', 'about/', 'embed/quorum/', 'sand-table.js', 'embed.js', 'sw.js', 'custom-elements.json']) {
    const headers = (await request.get(site.url + path)).headers();
    expect(headers, path).toMatchObject({
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cross-origin-opener-policy': 'same-origin',
      'access-control-allow-origin': '*',
    });
    expect(headers['cache-control'], path).not.toContain('immutable');
    expect(headers['content-security-policy'], path).toContain("default-src 'none'");
  }
  const asset = readdirSync(join(dist, 'assets'))[0];
  expect((await request.get(`${site.url}assets/${asset}`)).headers()['cache-control']).toContain('immutable');
});

test.describe('with the worker', () => {
  test.use({ serviceWorkers: 'allow' });

  test('the worker is registered under the policy, and titles of what is kept are read', async ({ page, violations }) => {
    await page.goto('device/');
    await page.waitForFunction(() => navigator.serviceWorker.controller?.state === 'activated');
    await expect(page.locator('.device [role=status]').first()).toContainText('pages are kept');
    await page.goto('offline/');
    await expect(page.locator('.device').getByRole('link', { name: 'On this device' })).toBeVisible();
    expect(violations).toEqual([]);
  });
});
