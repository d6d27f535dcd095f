// Does a link say everything: in another browser, in the address bar, and when it is broken?
import { expect, still, test } from './support/test.mjs';
import { listen } from './support/noise.mjs';
import { open, wake } from './support/table.mjs';
import { seen } from './support/foreign.mjs';

test.use({ ...still, permissions: ['clipboard-read', 'clipboard-write'] });

/** What must be the same wherever a link is opened. */
const all = async (table) => ({
  link: await table.get('link'),
  position: await table.get('position'),
  scene: await table.get('scene'),
  hash: await table.hash(),
});

/** The address that the panel behind `Share` offers. */
async function shared(table) {
  await table.button('Share').click();
  const field = table.live.getByRole('textbox', { name: 'A link to this moment' });
  const text = await field.inputValue();
  await table.button('Copy: A link to this moment').click();
  const clipboard = await table.host.evaluate(() => navigator.clipboard.readText());
  expect(clipboard).toBe(text);
  await table.button('Share').click();
  return text;
}

test('a shared address opens the same moment of the same run elsewhere', async ({
  page,
  browser,
  site,
}) => {
  const table = await open(page, './');
  await table.call('seek', 3);
  await table.button('Crash C').click();
  await table.live.getByRole('switch').nth(1).click();
  await table.call('seek', 5);
  await table.call('act', 'write "a b;c" via A');
  const here = await all(table);
  const address = await shared(table);
  expect(address).toContain(site.url);

  const context = await browser.newContext(still.contextOptions);
  const other = await context.newPage();
  const noise = listen(other, site.url);
  await other.goto(address);
  const id = await table.host.getAttribute('id');
  const there = other.locator(`sand-table[id="${id}"]`);
  await expect(there).toHaveAttribute('data-live', '', { timeout: 20_000 });
  await expect(there).toBeInViewport();
  expect(await all(await wake(there))).toEqual(here);
  expect(noise).toEqual([]);
  await context.close();
});

test('every model of a page can be shared, the last as well as the first', async ({
  page,
  browser,
}) => {
  await page.goto('distribution/quorum/');
  const last = page.locator('sand-table').last();
  const table = await wake(last);
  await table.call('seek', 2);
  await table.button('Crash C').click();
  const here = await all(table);
  const address = await shared(table);
  const context = await browser.newContext(still.contextOptions);
  const other = await context.newPage();
  await other.goto(address);
  const there = other.locator('sand-table').last();
  await expect(there).toHaveAttribute('data-live', '', { timeout: 20_000 });
  await expect(there).toBeInViewport();
  expect(await all(await wake(there))).toEqual(here);
  await context.close();
});

test('the snippet for a page of one’s own opens the same', async ({ page, opened, foreign }) => {
  const table = await opened('v1/quorum?w=1&r=1');
  await table.call('seek', 4);
  await table.call('act', 'write "<b>&" via A');
  const here = await all(table);
  await table.button('Share').click();
  const snippet = await table.live.getByRole('textbox', { name: 'For a page of your own' }).inputValue();
  await foreign(snippet);
  expect(await all(await wake(page.locator('sand-table')))).toEqual(here);
});

test('the frame of one’s own, and the link of an element without an address, open the same', async ({
  page,
  opened,
  browser,
}) => {
  const table = await opened('v1/quorum?w=1&r=1');
  await table.call('seek', 4);
  await table.call('act', 'write "a b;c" via A');
  const here = await all(table);
  const address = await shared(table);
  await table.button('Share').click();
  const snippet = await table.live.getByRole('textbox', { name: 'In a frame' }).inputValue();
  await page.setContent(snippet);
  const frame = page.locator('iframe');
  expect(await frame.evaluate((e) => [e.title, e.loading, e.src])).toEqual([
    expect.stringMatching(/^Model: ./),
    'lazy',
    address,
  ]);
  const sandbox = await frame.getAttribute('sandbox');
  expect(sandbox.split(' ')).toContain('allow-scripts');
  expect(sandbox).not.toMatch(/allow-same-origin|allow-top-navigation/);
  const other = await (await browser.newContext(still.contextOptions)).newPage();
  await other.goto(address);
  expect(await all(await wake(other.locator('sand-table')))).toEqual(here);
  await other.context().close();
});

test('the address follows the reader, and the back button undoes', async ({ page }) => {
  const table = await open(page, './');
  const opened = await all(table);
  await table.button('Crash C').click();
  const acted = await all(table);
  await expect.poll(() => page.url()).toContain(acted.link);
  await table.button('Step').click();
  const stepped = await all(table);
  await expect.poll(() => page.url()).toContain(stepped.link);
  await page.goBack();
  await expect.poll(() => table.get('link')).toBe(opened.link);
  expect(await all(table)).toEqual(opened);
  await page.goForward();
  await expect.poll(() => table.get('link')).toBe(stepped.link);
  expect(await all(table)).toEqual(stepped);
  await page.reload();
  await expect(table.host).toHaveAttribute('data-live', '', { timeout: 20_000 });
  expect(await all(table)).toEqual(stepped);
});

test('the address of one model leaves the others alone', async ({ page }) => {
  await page.goto('distribution/quorum/');
  const [first, second] = [
    await wake(page.locator('sand-table').first()),
    await wake(page.locator('sand-table').nth(1)),
  ];
  await second.call('seek', 2);
  await expect.poll(() => page.url()).toContain(await second.get('link'));
  const kept = await all(second);
  await first.button('Crash C').click();
  await page.goBack();
  await expect.poll(() => first.get('scene')).not.toContain('C, crashed');
  expect(await all(second)).toEqual(kept);
});

const script = Array.from({ length: 100_000 }, (_, i) => `@${i}ms+read+via+A`).join(';');

/** Links that cannot be read: what is said, its cure, and the place in the link. */
const BROKEN = [
  ['a truncated value', 'v1/quorum?w=1&r', '`r` has no value', 'write it like `name=value`', [14, 15]],
  ['a truncated escape', 'v1/quorum?do=%2', 'cut off or not percent-encoded', 'copy the link again', [10, 15]],
  ['another version', 'v9/quorum', 'version', '', [0, 2]],
  ['an unknown model', 'v1/qourum', 'no model `qourum`', 'did you mean `quorum`?', [3, 9]],
  ['an unknown setting', 'v1/quorum?z=1', '`z`', '', [10, 13]],
  ['a number out of range', 'v1/quorum?w=9', '`w=9`', '1 to 3', [10, 13]],
  ['no number', 'v1/quorum?w=nine', 'nine', '', [10, 16]],
  ['an unknown action', 'v1/quorum?do=@1s+dance', 'dance', '', [17, 22]],
  ['markup', 'v1/<img src=x onerror=alert(1)>', 'no model', 'choose from', undefined],
  ['nothing', '', 'no link', 'a link starts like `v1/quorum?`', undefined],
  ['a megabyte', `v1/quorum?do=${'x'.repeat(1 << 20)}`, 'bytes long', 'was something pasted into it?', undefined],
  ['a hundred thousand actions', `v1/quorum?do=${script}`, 'bytes long', '', undefined],
];

test('a link that cannot be read is told with its place and cure, and the next one is read', async ({ page, foreign }) => {
  test.slow();
  await foreign('<sand-table id="it"></sand-table><sand-table id="other" model="quorum"></sand-table>');
  const host = page.locator('#it');
  await expect(host).toHaveAttribute('data-live', '', { timeout: 20_000 });
  const alert = host.locator('.live').getByRole('alert');
  const other = await wake(page.locator('#other'));
  for (const [name, link, what, cure, place] of BROKEN) {
    await test.step(name, async () => {
      const started = Date.now();
      await page.evaluate((link) => {
        window.seen.length = 0;
        document.getElementById('it').setAttribute('link', link);
      }, link);
      await expect(alert, name).toContainText(what);
      await expect(alert, name).toContainText(cure);
      const [event, ...more] = await seen(page, 'error');
      expect(more, name).toEqual([]);
      expect(event.id, name).toBe('it');
      expect(event.detail.message, name).toContain(what);
      const problem = event.detail.problems[0];
      expect(problem.cure, name).toContain(cure);
      if (place) {
        expect([problem.from, problem.to], name).toEqual(place);
        if (place[1] > place[0] + 1) {
          await expect(alert, name).toContainText(`characters ${place[0] + 1} to ${place[1]}`);
        }
      }
      // Nothing is thrown or blank, the page lives, and a good link cures the element.
      expect(await page.evaluate(() => document.getElementById('it').position), name).toBe(0);
      await other.button('Crash C').click();
      expect(await other.get('scene'), name).toContain('C, crashed');
      await other.call('reset');
      await host.evaluate((element) => element.setAttribute('link', 'v1/quorum?at=0s'));
      await expect.poll(() => host.evaluate((element) => element.link), name).toBe('v1/quorum?at=0s');
      await expect(alert, name).toBeEmpty();
      expect(Date.now() - started, `${name}: milliseconds for all of it`).toBeLessThan(30_000);
    });
  }
});

test('a broken link in the address of a page is told in the model it is for', async ({ page }) => {
  await page.goto('./');
  const id = await page.locator('sand-table').first().getAttribute('id');
  expect(id, 'the element’s id, which the address names').toBeTruthy();
  for (const link of ['v1/quorum?w=9', 'v1/quorum?do=%2', 'v1/nothing', '%%%', 'v1/quorum?w="><b>']) {
    await page.goto('about/');
    await page.goto(`./#!${id}?${link}`);
    const host = page.locator('sand-table').first();
    await expect(host.locator('.live').getByRole('alert')).toContainText('cannot be opened');
  }
  // An address for nobody harms nobody.
  for (const hash of ['#!', '#!nobody?v1/quorum', '#!w', '#', '#%', '#!?']) {
    await page.goto('about/');
    const table = await open(page, `./${hash}`);
    await expect(table.stage).toBeVisible();
  }
});

test('a long link is shared packed, and opens the same moment elsewhere', async ({ page, browser }) => {
  const table = await open(page, 'distribution/quorum/');
  const script = Array.from({ length: 60 }, (_, i) => `@${i + 1}s write v${i} via A`).join('; ');
  await table.host.evaluate((t, script) => t.setAttribute('do', script), script);
  await table.call('seek', 40);
  const here = await all(table);
  expect(here.link.length).toBeGreaterThan(1000);
  const address = await shared(table);
  expect(address).toMatch(/#!w1\?z1\/[\w-]+$/);
  expect(address.length).toBeLessThan(here.link.length / 2);
  const context = await browser.newContext(still.contextOptions);
  const other = await context.newPage();
  await other.goto(address);
  expect(await all(await wake(other.locator('#w1')))).toEqual(here);
  // Damaged on its way: said, with the cure.
  await other.goto('about:blank');
  await other.goto(address.slice(0, -20));
  const host = other.locator('#w1');
  await expect(host.getByText('the packed link is damaged or cut off')).toBeVisible({ timeout: 20_000 });
  await context.close();
});

test('the link to a moment is a QR code for a slide', async ({ page }) => {
  const table = await open(page, 'distribution/quorum/');
  await table.button('Crash C').click();
  const address = await shared(table);
  await table.button('Share').click();
  await table.button('Show the link as a QR code').click();
  const code = table.live.getByRole('img', { name: 'QR code of the link to this moment' });
  await expect(code).toBeVisible({ timeout: 20_000 });
  // Read as a camera would: from its pixels.
  const pixels = await code.evaluate(async (svg) => {
    const image = new Image();
    const text = new XMLSerializer().serializeToString(svg).replace('<svg ', '<svg width="600" height="600" ');
    image.src = `data:image/svg+xml,${encodeURIComponent(text)}`;
    await image.decode();
    const canvas = document.createElement('canvas');
    canvas.width = canvas.height = 600;
    const context = canvas.getContext('2d');
    context.drawImage(image, 0, 0);
    // A letter for each pixel: a list of a million numbers takes seconds on its way.
    const { data } = context.getImageData(0, 0, 600, 600);
    return Array.from({ length: data.length / 4 }, (_, i) => (data[4 * i] < 128 ? '#' : ' ')).join('');
  });
  const image = Uint8ClampedArray.from([...pixels].flatMap((p) => (p === '#' ? [0, 0, 0, 255] : [255, 255, 255, 255])));
  const { default: jsqr } = await import('jsqr');
  expect(jsqr(image, 600, 600)?.data).toBe(address);
  const [download] = await Promise.all([page.waitForEvent('download'), table.button('Save the code').click()]);
  expect(download.suggestedFilename()).toBe('quorum-qr.svg');
  // A code of another moment would mislead.
  await table.call('seek', 1);
  await expect(code).toHaveCount(0);
});

test('a link too long for a code is told', async ({ page }) => {
  const table = await open(page, 'distribution/quorum/');
  const noise = (i) => Array.from({ length: 12 }, (_, k) => 'abcdefghijklmnopqrstuvwxyz'[(i * 7919 + k * 104729 + i * i * k) % 26]).join('');
  const script = Array.from({ length: 900 }, (_, i) => `@${i + 1}.${(i * 7919) % 997}s write ${noise(i)} via A`).join('; ');
  await table.host.evaluate((t, script) => t.setAttribute('do', script), script);
  await table.button('Share').click();
  await table.button('Show the link as a QR code').click();
  await expect(table.live.getByText(/^The link has \d+ bytes, and a QR code holds 2953: /)).toBeVisible({ timeout: 20_000 });
});
