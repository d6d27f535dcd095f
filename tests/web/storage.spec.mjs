// Does garbage in the browser's storage harm a page?
import { expect, still, test } from './support/test.mjs';
import { open } from './support/table.mjs';
import { pages } from './support/pages.mjs';

test.use(still);

const GARBAGE = ['', 'null', '{"a":', '</script><b>', 'dark light', '\u0000\ud800', 'x'.repeat(1 << 20)];

/** Every key that the pages read or write, in both kinds of storage. */
async function keys(page) {
  const found = new Set(['theme', 'sand-table', 'sandtable']);
  await page.exposeFunction('uses', (key) => found.add(key));
  await page.addInitScript(() => {
    for (const name of ['getItem', 'setItem', 'removeItem']) {
      const plain = Storage.prototype[name];
      Storage.prototype[name] = function (key, ...more) {
        window.uses(String(key));
        return plain.call(this, key, ...more);
      };
    }
  });
  for (const path of pages) await page.goto(path || './');
  const table = await open(page, './');
  await table.button('Step').click();
  const theme = page.getByRole('button', { name: /^Theme/ });
  for (let i = 0; i < 4; i += 1) await theme.click();
  return [...found];
}

test('garbage under every key that is used is ignored', async ({ page, context }) => {
  const used = await keys(await context.newPage());
  expect(used).toContain('theme');
  for (const garbage of GARBAGE) {
    await page.goto('about/');
    await page.evaluate(
      ([used, garbage]) => {
        for (const storage of [localStorage, sessionStorage]) {
          for (const key of used) storage.setItem(key, garbage);
        }
      },
      [used, garbage],
    );
    const table = await open(page, './');
    await table.call('seek', 0);
    await table.button('Step').click();
    await table.isAt(1);
    const theme = page.getByRole('button', { name: /^Theme: (auto|light|dark)/ });
    await expect(theme, `with ${garbage.slice(0, 20)}`).toHaveCount(1);
    await theme.click();
    expect(['light', 'dark', null]).toContain(await page.evaluate(() => localStorage.getItem('theme')));
  }
});

test('without storage the page works, and forgets', async ({ page }) => {
  await page.addInitScript(() => {
    const refuse = { get: () => { throw new DOMException('refused', 'SecurityError'); } };
    Object.defineProperty(window, 'localStorage', refuse);
    Object.defineProperty(window, 'sessionStorage', refuse);
  });
  const table = await open(page, './');
  await table.button('Crash B').click();
  expect(await table.get('scene')).toContain('B, crashed');
  await page.getByRole('button', { name: 'Theme: auto' }).click();
  await expect(page.getByRole('button', { name: 'Theme: light' })).toBeVisible();
});

test('the chosen theme is kept from page to page, and is seen', async ({ page }) => {
  await page.emulateMedia({ colorScheme: 'light' });
  await page.goto('./');
  const paper = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const light = await paper();
  await page.getByRole('button', { name: 'Theme: auto' }).click();
  await page.getByRole('button', { name: 'Theme: light' }).click();
  await expect(page.getByRole('button', { name: 'Theme: dark' })).toBeVisible();
  const dark = await paper();
  expect(dark).not.toBe(light);
  await page.goto('about/');
  expect(await paper()).toBe(dark);
  await page.getByRole('button', { name: 'Theme: dark' }).click();
  expect(await paper()).toBe(light);
});
