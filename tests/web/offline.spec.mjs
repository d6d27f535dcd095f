// Can everything be read, run and shared without a network, and does a newer version wait to be asked?
import { createHash } from 'node:crypto';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { tmpdir } from 'node:os';
import { axe, judge } from './support/axe.mjs';
import { expect, still, test } from './support/test.mjs';
import { dist, serve } from './serve.mjs';
import { wake } from './support/table.mjs';
import { living } from './support/pages.mjs';

test.use({ ...still, serviceWorkers: 'allow' });

/** The site on a server of its own, which can be taken away. */
async function host(use, folder = dist) {
  const server = await serve('/', { folder });
  let gone;
  const cut = () => (gone ??= server.close());
  try {
    await use(server.url, cut);
  } finally {
    await cut();
  }
}

/** Another tab, whose noise is its own: without a network requests fail. */
const tab = async (page) => (await page.context().browser().newContext({ serviceWorkers: 'allow', reducedMotion: 'reduce' })).newPage();

/** Waits until this page is answered by the worker. */
const controlled = (page) =>
  page.waitForFunction(() => navigator.serviceWorker.controller?.state === 'activated');

/** The paths that are kept. */
const kept = (page) =>
  page.evaluate(async () => {
    const [name] = (await caches.keys()).filter((n) => n.startsWith('sandtable-'));
    const keys = name ? await (await caches.open(name)).keys() : [];
    return keys.map(({ url }) => new URL(url).pathname.slice(1));
  });

async function everything(page, url) {
  await page.goto(`${url}device/`);
  await controlled(page);
  const all = page.getByRole('button', { name: /^Keep everything/ });
  await all.click();
  await expect(page.locator('.device [role=status]').first()).toHaveText(/^(\d+) of \1 pages are kept: ([\d.]+ MB) of \2\.$/, { timeout: 30_000 });
  await expect(all).toBeHidden();
}

test('the whole site opens without a network: pages, models, links', async ({ page: unused }) => {
  test.setTimeout(180_000);
  await host(async (url, cut) => {
    const page = await tab(unused);
    await everything(page, url);
    await cut();
    for (const path of living) {
      await page.goto(`${url}${path}`);
      // The page's models share their code: its first and its last are enough.
      for (const host of [page.locator('sand-table').first(), page.locator('sand-table').last()]) {
        const table = await wake(host);
        await expect(table.stage).toBeVisible();
        expect(await host.evaluate((t) => t.transcript), path).toContain('trace ');
      }
    }
    // A shared moment opens in another tab of the device.
    await page.goto(`${url}distribution/quorum/`);
    const first = page.locator('sand-table').first();
    await wake(first);
    await first.evaluate((t) => t.act('crash B'));
    const link = await first.evaluate((t) => t.link);
    const other = await page.context().newPage();
    await other.goto(`${url}distribution/quorum/#!w1?${link}`);
    const there = other.locator('#w1');
    await wake(there);
    expect(await there.evaluate((t) => t.link)).toBe(link);
    // No button of a page is dead: going anywhere leads somewhere.
    for (const name of ['Tracks', 'About', 'On this device']) {
      await other.getByRole('link', { name, exact: true }).click();
      await expect(other.locator('h1')).toBeVisible();
    }
    await page.context().close();
  });
});

test('the track of a page is kept by itself, and other pages lead to what is kept', async ({ page: unused }) => {
  await host(async (url, cut) => {
    const page = await tab(unused);
    await page.goto(`${url}distribution/quorum/`);
    await controlled(page);
    const { tracks } = JSON.parse(await readFile(join(dist, 'offline.json'), 'utf8'));
    const track = tracks.find(({ id }) => id === 'distribution');
    await expect.poll(() => kept(page)).toEqual(expect.arrayContaining(track.files));
    expect(await kept(page)).not.toContain('web/pagination/');
    await cut();
    await page.goto(`${url}distribution/crdts/`);
    await wake(page.locator('sand-table').first());
    await page.goto(`${url}web/pagination/?from=somewhere`);
    await expect(page.locator('h1')).toHaveText('There is no network, and this page is not kept here');
    await expect(page.getByRole('link', { name: 'Try the page again' })).toHaveAttribute('href', `${url}web/pagination/`);
    await page.getByRole('main').getByRole('link', { name: 'How many copies must answer?' }).click();
    await expect(page).toHaveURL(`${url}distribution/quorum/`);
    await page.context().close();
  });
});

test('an address that nobody of us wrote adds no link', async ({ page: unused }) => {
  await host(async (url) => {
    const page = await tab(unused);
    for (const hash of ['https%3A%2F%2Fexample.org%2F', 'javascript%3Aalert(1)', '%E0%A4%A', '%2F%2Fexample.org']) {
      await page.goto(`${url}offline/#${hash}`);
      await expect(page.locator('.device')).toBeVisible();
      await expect(page.getByRole('link', { name: 'Try the page again' })).toHaveCount(0);
    }
    await page.context().close();
  });
});

test('keeping nothing takes everything off, and is remembered', async ({ page: unused }) => {
  await host(async (url) => {
    const page = await tab(unused);
    await page.goto(`${url}device/`);
    await controlled(page);
    await page.getByRole('button', { name: 'Keep nothing' }).click();
    await expect(page.locator('.device [role=status]').first()).toHaveText('Nothing is kept on this device.');
    const left = () => page.evaluate(async () => [await caches.keys(), (await navigator.serviceWorker.getRegistrations()).length]);
    expect(await left()).toEqual([[], 0]);
    await page.goto(`${url}about/`);
    await page.waitForTimeout(2000);
    expect(await left()).toEqual([[], 0]);
    await page.goto(`${url}device/`);
    await page.getByRole('button', { name: 'Keep pages on this device' }).click();
    await expect(page.locator('.device [role=status]').first()).toHaveText(/pages are kept/);
    await page.context().close();
  });
});

test('where there is no room, that is said, and what is kept stays', async ({ page: unused }) => {
  await host(async (url) => {
    const page = await tab(unused);
    await page.goto(`${url}device/`);
    await controlled(page);
    const before = await kept(page);
    const session = await page.context().newCDPSession(page);
    await session.send('Storage.overrideQuotaForOrigin', { origin: new URL(url).origin, quotaSize: 1000 });
    await page.getByRole('button', { name: /^Keep everything/ }).click();
    const status = page.locator('.device [role=status]').first();
    await expect(status).toHaveText(/There is no room for more on this device\. What is kept already stays\./);
    await expect(status).toHaveText(/pages are kept/);
    expect((await kept(page)).length).toBeGreaterThanOrEqual(before.length);
    await page.context().close();
  });
});

/** A copy of the site, and what makes it a newer version: one page says something else. */
async function copy(use) {
  const folder = await mkdtemp(join(tmpdir(), 'sandtable-'));
  await cp(dist, folder, { recursive: true });
  const hash = (bytes) => createHash('sha256').update(bytes).digest('hex').slice(0, 10);
  const publish = async () => {
    const page = join(folder, 'about/index.html');
    const html = (await readFile(page, 'utf8')).replace('About Sandtable</h1>', 'About the new Sandtable</h1>');
    await writeFile(page, html);
    const old = await readFile(join(folder, 'offline.json'), 'utf8');
    const list = JSON.parse(old);
    list.files['about/'] = [hash(html), Buffer.byteLength(html)];
    const text = JSON.stringify(list);
    await writeFile(join(folder, 'offline.json'), text);
    const worker = await readFile(join(folder, 'sw.js'), 'utf8');
    await writeFile(join(folder, 'sw.js'), worker.replace(hash(old), hash(text)));
  };
  try {
    await use(folder, publish);
  } finally {
    await rm(folder, { recursive: true });
  }
}

test('a newer version waits until it is asked for, and keeps what was kept', async ({ page: unused }) => {
  await copy((folder, publish) =>
    host(async (url, cut) => {
      const page = await tab(unused);
      await everything(page, url);
      const before = await kept(page);
      await publish();
      await page.goto(`${url}about/`);
      const notice = page.locator('.notice');
      await expect(notice).toHaveText(/^A newer version of this site is ready\./, { timeout: 20_000 });
      await page.reload();
      await expect(page.locator('h1')).toHaveText('About Sandtable');
      await expect(notice).toBeVisible({ timeout: 20_000 });
      await notice.getByRole('button', { name: 'Reload' }).click();
      await expect(page.locator('h1')).toHaveText('About the new Sandtable');
      await expect(notice).toHaveCount(0);
      await expect.poll(async () => (await kept(page)).sort()).toEqual(before.sort());
      expect(await page.evaluate(() => caches.keys())).toHaveLength(1);
      await cut();
      await page.goto(`${url}search/bm25/`);
      await wake(page.locator('sand-table').first());
      await page.context().close();
    }, folder),
  );
});

test('a site that is built without it takes off what was kept', async ({ page: unused }) => {
  await copy((folder) =>
    host(async (url) => {
      const page = await tab(unused);
      await page.goto(`${url}about/`);
      await controlled(page);
      const off = await readFile(new URL('../../site/js/sw-off.js', import.meta.url));
      await writeFile(join(folder, 'sw.js'), off);
      await page.evaluate(() => navigator.serviceWorker.getRegistration().then((r) => r.update()));
      await expect.poll(() => page.evaluate(() => caches.keys())).toEqual([]);
      await expect.poll(() => page.evaluate(async () => (await navigator.serviceWorker.getRegistrations()).length)).toBe(0);
      await page.context().close();
    }, folder),
  );
});

test('the browser finds the site fit to be installed', async ({ page: unused }) => {
  await host(async (url) => {
    const page = await tab(unused);
    await page.goto(url);
    await controlled(page);
    const session = await page.context().newCDPSession(page);
    const { errors } = await session.send('Page.getAppManifest');
    expect(errors).toEqual([]);
    const { installabilityErrors } = await session.send('Page.getInstallabilityErrors');
    // What a test runs in is a private window.
    expect(installabilityErrors.map((e) => e.errorId).filter((id) => id !== 'in-incognito')).toEqual([]);
    await page.context().close();
  });
});

for (const colorScheme of ['light', 'dark']) {
  test(`the page about the device keeps to the rules of access, ${colorScheme}`, async ({ page: unused }, info) => {
    await host(async (url) => {
      const page = await tab(unused);
      await page.emulateMedia({ colorScheme });
      await page.goto(`${url}device/`);
      await controlled(page);
      await expect(page.getByRole('button', { name: /^Keep everything/ })).toBeVisible();
      await judge(axe(page), info);
      await page.context().close();
    });
  });
}
