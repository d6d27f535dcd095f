// Does every page stay quiet while a reader uses it: console, network, security policy?
import { expect, still, test } from './support/test.mjs';
import { wake } from './support/table.mjs';
import { pages } from './support/pages.mjs';

test.use(still);

for (const path of pages) {
  // What the page says unasked is gathered, and refused, in every test; here every page is used.
  test(`/${path}`, async ({ page, site }) => {
    test.slow();
    const asked = [];
    page.on('request', (request) => asked.push(request.url()));
    await page.addInitScript(() => {
      window.refused = [];
      document.addEventListener('securitypolicyviolation', (event) =>
        window.refused.push(`${event.violatedDirective}: ${event.blockedURI} ${event.sample}`),
      );
    });
    await page.goto(path || './');
    const policy = page.locator('meta[http-equiv="content-security-policy" i]');
    await expect(policy).toHaveAttribute('content', /default-src 'none'/);
    await expect(policy).not.toHaveAttribute('content', /unsafe-inline|unsafe-eval(?<!wasm-unsafe-eval)|https?:|\*/);
    for (const host of await page.locator('sand-table').all()) {
      const table = await wake(host);
      await table.call('seek', 0);
      for (const name of ['Step', 'Settle', 'Step back']) {
        const button = table.button(name);
        if (await button.isEnabled()) await button.click();
      }
      const first = table.uses.getByRole('button').first();
      await first.click();
      if (await table.menu.count()) await table.menu.getByRole('menuitem').first().click();
      for (const name of ['Compare', 'Share', 'Export', 'Help', 'Reset']) await table.button(name).click();
    }
    for (const summary of await page.locator('main > * summary').all()) {
      if (await summary.isVisible()) await summary.click();
    }
    expect(await page.evaluate(() => window.refused)).toEqual([]);
    expect(asked.filter((url) => !url.startsWith(site.url) && !/^(data|blob):/.test(url))).toEqual([]);
    if (!(await page.locator('sand-table').count())) {
      expect(asked.filter((url) => /\.wasm|sandtable/.test(url)), 'an engine without a model').toEqual([]);
    }
  });
}

test('the engine is fetched once, and only when a model comes near', async ({ page, foreign }) => {
  const asked = [];
  page.on('request', (request) => asked.push(request.url()));
  const engines = () => asked.filter((url) => /sandtable-\w+\.wasm$/.test(url)).length;
  await foreign(`<p style="height: 6000px">A long way</p>
    <sand-table model="quorum"></sand-table><sand-table model="quorum"></sand-table>`);
  await page.waitForLoadState('networkidle');
  expect(engines()).toBe(0);
  await wake(page.locator('sand-table').first());
  await wake(page.locator('sand-table').last());
  expect(engines()).toBe(1);
  const code = asked.filter((url) => url.endsWith('.wasm'));
  expect(new Set(code).size, 'each piece comes once').toBe(code.length);
});
