// Does the element work in other people's pages: plain, in a book, in a site made by Vue, under a
// strict policy? Each is built by its own tool, and served from another origin than the site.
import { expect, still, test } from './support/test.mjs';
import { wake } from './support/table.mjs';
import { listen } from './support/noise.mjs';
import { host } from './support/hosts.mjs';
import { OPEN, serve } from './serve.mjs';

/** The strictest policy under which the element can work: nothing but its own code, from its site. */
const strict = ({ origin }) => ({
  'content-security-policy':
    `default-src 'none'; script-src ${origin} 'wasm-unsafe-eval'; connect-src ${origin}; ` +
    "style-src 'none'; img-src data:; base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'",
});

const HOSTS = [
  { name: 'a plain page', folder: 'plain', path: '' },
  { name: 'a page with a strict policy', folder: 'plain', path: '', headers: strict },
  { name: 'an mdBook book', folder: 'mdbook', path: 'chapter.html' },
  { name: 'a VitePress site', folder: 'vitepress', path: '' },
];

for (const { name, folder, path, headers } of HOSTS) {
  test.describe(name, () => {
    // Built once, used by all.
    test.describe.configure({ mode: 'default' });
    let site, guest, page, noise, asked;

    test.beforeAll(async ({ browser }) => {
      test.setTimeout(120_000);
      site = await serve('/', { headers: OPEN });
      const built = host(folder, site.url);
      guest = await serve('/', { folder: built, headers: headers?.(new URL(site.url)) });
      const context = await browser.newContext(still.contextOptions);
      page = await context.newPage();
      noise = listen(page, site.url, guest.url);
      asked = [];
      page.on('request', (request) => asked.push(request.url()));
      await page.goto(guest.url + path);
    });

    test.afterAll(async () => {
      await page?.context().close();
      await guest?.close();
      await site?.close();
    });

    test('shows two models that share one program, and breaks one', async () => {
      const one = await wake(page.locator('#one'));
      const two = await wake(page.locator('#two'));
      expect(await one.get('link')).toBe('v1/quorum?w=1&r=1');
      const programs = asked.filter((url) => url.endsWith('.wasm'));
      expect(programs.filter((url) => /\/sandtable-\w+\.wasm$/.test(url))).toHaveLength(1);
      expect(programs.filter((url) => /\/quorum-\w+\.wasm$/.test(url))).toHaveLength(1);

      await one.call('seek', 0);
      await one.button('Step').click();
      await one.isAt(1);
      expect((await one.check('fresh')).holds).toBe(true);
      await one.call('settle');
      expect((await one.check('fresh')).verdict).toBe('violated');
      const red = one.live.locator('.check.violated').first();
      await expect(red).toBeVisible();
      const colour = (place) => place.evaluate((e) => getComputedStyle(e).color);
      expect(await colour(red.locator('.title'))).not.toBe(await colour(one.live.locator('.player')));

      expect(await one.call('act', 'crash B')).toBe(true);
      expect(await one.get('scene')).toContain('B, crashed');
      const link = await one.get('link');
      expect(link).toContain('crash+B');
      const elsewhere = await one.get('scene');
      await page.evaluate((link) => { document.getElementById('two').link = link; }, link);
      await expect.poll(() => two.get('link')).toBe(link);
      expect(await two.get('scene')).toBe(elsewhere);
      expect(noise).toEqual([]);
    });

    test('looks as it does at home', async () => {
      const one = await wake(page.locator('#one'));
      const looks = await one.live.locator('.player').evaluate((player) => {
        const { fontSize, lineHeight, borderTopWidth, backgroundColor } = getComputedStyle(player);
        const button = getComputedStyle(player.querySelector('.foot button'));
        return { fontSize, lineHeight, borderTopWidth, backgroundColor, button: button.borderRadius };
      });
      expect(looks).toEqual({
        fontSize: '14px',
        lineHeight: '19.6px',
        borderTopWidth: '1px',
        backgroundColor: 'rgb(255, 255, 255)',
        button: '6px',
      });
    });

    if (folder === 'vitepress') {
      test('comes to life on a page that a script has put there, and leaves with it', async () => {
        await page.getByRole('link', { name: 'To another page' }).click();
        const three = await wake(page.locator('#three'));
        await three.button('Step').click();
        await three.isAt(1);
        await page.getByRole('link', { name: 'Back', exact: true }).click();
        const one = await wake(page.locator('#one'));
        expect(await one.get('link')).toBe('v1/quorum?w=1&r=1');
        expect(noise).toEqual([]);
      });
    }
  });
}
