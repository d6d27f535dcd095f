// Does every page stay quiet while a reader uses it: console, network, security policy?
import { expect, still, test } from './support/test.mjs';
import { test as guarded } from './support/guarded.mjs';
import { wake, wakeAll } from './support/table.mjs';
import { pages } from './support/pages.mjs';

test.use(still);
guarded.use(still);

/** The buttons that every player has. */
const BUTTONS = ['Step', 'Settle', 'Step back', 'USE', 'Compare', 'Share', 'Export', 'Help', 'Reset'];

/** Presses them one after another; `USE` is the first way to use it. */
async function press(table) {
  for (const name of BUTTONS) {
    if (name !== 'USE') {
      const button = table.button(name);
      if (await button.isEnabled()) await button.click();
      continue;
    }
    await table.uses.getByRole('button').first().click();
    if (await table.menu.count()) await table.menu.getByRole('menuitem').first().click();
  }
}

/** The same in all other players of the page, a frame for each button; gives those that are not there.
 * Runs in the page: a hand is a tenth of a second at every button. */
const pressOthers = async (names) => {
  const missing = [];
  const shown = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
  const named = (e) => (e.getAttribute('aria-label') ?? e.textContent).trim();
  for (const host of [...document.querySelectorAll('sand-table')].slice(1)) {
    const live = host.shadowRoot.querySelector('.live');
    host.seek(0);
    for (const name of names) {
      const all = name === 'USE' ? live.querySelectorAll('[role=group][aria-label="Use it"] button') : live.querySelectorAll('button');
      const button = [...all].find((e) => name === 'USE' || named(e) === name);
      if (!button) missing.push(`${host.id}: ${name}`);
      button?.click();
      await shown();
      if (name === 'USE') live.querySelector('[role=menuitem]')?.click();
    }
    await shown();
  }
  return missing;
};

/** Presses everything that unfolds, a frame for every ten, and leaves it unfolded. Runs in the page. */
const unfold = async () => {
  const shadows = [...document.querySelectorAll('sand-table')].map((host) => host.shadowRoot);
  const all = [document, ...shadows].flatMap((root) => [...root.querySelectorAll('summary')]);
  for (const [n, summary] of all.filter((e) => e.checkVisibility()).entries()) {
    summary.click();
    if (n % 10 === 0) await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
  }
  for (const details of document.querySelectorAll('details:not([name])')) details.open = true;
};

for (const path of pages) {
  // What the page says unasked is gathered, and refused, in every test; here every page is used, as a
  // host serves it that reads `_headers`.
  guarded(`/${path}`, async ({ page, site, violations }) => {
    test.slow();
    const asked = [];
    page.on('request', (request) => asked.push(request.url()));
    const answer = await page.goto(path || './');
    expect(answer.headers()['content-security-policy']).not.toContain('unsafe-inline');
    // Its own policy stands in it, whoever serves it.
    const policy = await page.locator('meta[http-equiv="content-security-policy" i]').getAttribute('content');
    expect(policy).toMatch(/default-src 'none'/);
    expect(policy).toContain("require-trusted-types-for 'script'");
    expect(policy).not.toMatch(/unsafe-inline|(?<!wasm-)unsafe-eval|https?:|\*/);
    const [first] = await wakeAll(page);
    if (first) {
      await first.call('seek', 0);
      await press(first);
      expect(await page.evaluate(pressOthers, BUTTONS), 'buttons that are not there').toEqual([]);
    }
    await page.evaluate(unfold);
    const theme = page.getByRole('button', { name: /^Theme/ });
    if (await theme.count()) await theme.click();
    expect(violations, 'refused by the policy').toEqual([]);
    expect(asked.filter((url) => !url.startsWith(site.url) && !/^(data|blob):/.test(url))).toEqual([]);
    if (!first) expect(asked.filter((url) => /\.wasm|sandtable/.test(url)), 'an engine without a model').toEqual([]);
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
