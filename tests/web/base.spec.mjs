// Does one build work at the root of a host and below a folder?
import { expect, still, test } from './support/test.mjs';
import { listen } from './support/noise.mjs';
import { open, wake } from './support/table.mjs';
import { living, pages } from './support/pages.mjs';
import { serve } from './serve.mjs';

test.use(still);

for (const base of ['/', '/repo/']) {
  test.describe(`served at ${base}`, () => {
    let server;
    test.beforeAll(async () => {
      server = await serve(base);
    });
    test.afterAll(() => server.close());

    test('every page has its style and its links, and models come to life at every depth', async ({ browser, request }) => {
      test.slow();
      const context = await browser.newContext({ baseURL: server.url, ...still.contextOptions });
      const page = await context.newPage();
      const noise = listen(page, server.url);
      const followed = new Set();
      for (const path of pages) {
        await page.goto(path || './');
        await expect(page.locator('main')).not.toHaveCSS('max-width', 'none');
        const links = await page.locator('a[href], link[href]').evaluateAll((all) => all.map((a) => new URL(a.getAttribute('href'), document.baseURI).href));
        for (const href of links.map((href) => href.split('#')[0])) {
          if (!href.startsWith(new URL(server.url).origin) || followed.has(href)) continue;
          followed.add(href);
          expect(href.startsWith(server.url), `${href} on /${path}`).toBe(true);
          expect((await request.get(href, { maxRedirects: 0 })).status(), href).toBe(200);
        }
        if (!living.includes(path)) continue;
        const table = await wake(page.locator('sand-table').first());
        await table.call('seek', 1);
        await table.isAt(1);
      }
      expect(followed.size).toBeGreaterThan(pages.length);
      // And where links lead.
      await page.goto('./');
      await page.getByRole('navigation', { name: 'Site' }).getByRole('link', { name: 'Tracks' }).click();
      await page.locator('.topics a').first().click();
      await expect(page.locator('sand-table').first()).toBeAttached();
      expect(page.url().startsWith(server.url)).toBe(true);
      expect(noise).toEqual([]);
      await context.close();
    });

    test('somebody else’s page finds the element under its lasting name', async ({ browser }) => {
      const context = await browser.newContext(still.contextOptions);
      const page = await context.newPage();
      const address = new URL('/elsewhere/', server.url).href;
      await page.route(address, (route) =>
        route.fulfill({
          contentType: 'text/html',
          body: `<!doctype html><link rel="icon" href="data:,">
            <script type="module" src="${base}sand-table.js"></script>
            <sand-table model="quorum"></sand-table>`,
        }),
      );
      const table = await open(page, address);
      expect(await table.get('link')).toBe('v1/quorum');
      await context.close();
    });
  });
}
