// Does what somebody writes into a link, an attribute or an address ever run, hang, leave or get lost?
import { expect, still, test } from './support/test.mjs';
import { golden } from './support/golden.mjs';
import { dice, links, mutated, scripts, values } from './support/hostile.mjs';
import { wake } from './support/table.mjs';

test.use(still);

/** How long one of them may take. */
const TRIAL_MS_MAX = 2_000;
const FUZZED = 400;
const SEED = 20_261_120;

/** A page in which nothing may run, open or leave: what did is in `done`. */
function watched(page) {
  const done = [];
  page.on('dialog', (dialog) => done.push(`a dialog: ${dialog.message()}`));
  page.on('popup', (popup) => done.push(`a window: ${popup.url()}`));
  page.on('download', (download) => done.push(`a download: ${download.url()}`));
  return done;
}

/** Gives an element, or the address, one text after another. Each has to end in a live model, or in
 * words with a cure. Gives what did not, and how many were live and told. */
const tried = (page, [set, name], texts) =>
  page.evaluate(
    async ([set, name, packed, limit]) => {
      const it = document.querySelector('sand-table');
      const here = location.href.split('#')[0];
      const many = document.querySelectorAll('*').length;
      const puts = {
        attribute: (text) => it.setAttribute(name, text),
        hash: (text) => { location.hash = name + text; },
      };
      const now = { attribute: () => it.getAttribute(name), hash: () => location.hash };
      const faults = [];
      const counts = { live: 0, told: 0 };
      // A lone surrogate reaches the page only as an escape.
      for (const text of JSON.parse(packed)) {
        const before = now[set]();
        const problems = [];
        const heard = new Promise((done) => {
          const stop = new AbortController();
          const told = ({ target, detail }) => {
            if (target !== it) return;
            problems.push(...(detail.problems.length ? detail.problems : [{ what: detail.message, cure: '' }]));
            done(stop.abort());
          };
          const ready = ({ target }) => target === it && done(stop.abort());
          addEventListener('sand-table:error', told, { signal: stop.signal });
          addEventListener('sand-table:ready', ready, { signal: stop.signal });
          setTimeout(() => done('hang'), limit);
        });
        const started = performance.now();
        puts[set](text);
        const same = now[set]() === before;
        const hang = same ? undefined : await heard;
        const ms = Math.round(performance.now() - started);
        const says = it.shadowRoot.querySelector('.live [role=alert]')?.textContent ?? '';
        const wrong = [];
        if (hang) wrong.push('neither live nor told');
        if (ms > limit) wrong.push(`${ms} ms`);
        for (const { what, cure } of problems) {
          if (!what || !cure) wrong.push(`told without a cure: ${what}`);
          if (!says.includes(cure)) wrong.push(`the cure is not shown: ${cure}`);
        }
        if (problems.length === 0 && !same && !it.scene) wrong.push('an empty model, and no word');
        if (window.__hit) wrong.push('it ran');
        if (location.href.split('#')[0] !== here) wrong.push('it left the page');
        if (document.querySelectorAll('*').length !== many) wrong.push('it put elements into the page');
        counts[problems.length ? 'told' : 'live'] += 1;
        if (wrong.length) faults.push(`${JSON.stringify(text).slice(0, 120)}: ${wrong.join(', ')}`);
        delete window.__hit;
      }
      return { faults, counts };
    },
    [set, name, JSON.stringify(texts), TRIAL_MS_MAX],
  );

/** It still opens what is good. */
async function recovers(page, put) {
  await put('v1/quorum?w=1&at=0s');
  const host = page.locator('sand-table').first();
  await expect.poll(() => host.evaluate((e) => e.link)).toBe('v1/quorum?w=1&at=0s');
  await host.evaluate((e) => e.step());
  expect(await host.evaluate((e) => e.position)).toBe(1);
}

/** Attributes and what is tried in them, with what has to stand beside. */
const ATTRIBUTES = [
  ['model', '', values],
  ['w', 'model="quorum"', values],
  ['strict', 'model="quorum"', values],
  ['seed', 'model="quorum"', values],
  ['do', 'model="quorum"', scripts],
  ['at', 'model="quorum"', values],
  ['view', 'model="quorum"', values],
  ['vs', 'model="quorum"', values],
  ['controls', 'model="quorum"', values],
  ['loop', 'model="quorum"', values],
  ['range', 'model="quorum"', values],
  ['address', 'model="quorum"', values],
];

for (const [name, beside, texts] of ATTRIBUTES) {
  test(`the attribute ${name}: nothing runs, hangs or is lost`, async ({ page, foreign }) => {
    const done = watched(page);
    await foreign(`<sand-table id="it" ${beside || 'model="quorum"'}></sand-table>`);
    await wake(page.locator('#it'));
    const { faults, counts } = await tried(page, ['attribute', name], texts);
    expect(faults).toEqual([]);
    expect(counts.live + counts.told).toBe(texts.length);
    expect(done).toEqual([]);
    await page.evaluate((name) => document.getElementById('it').removeAttribute(name), name);
    await recovers(page, (link) =>
      page.evaluate((link) => {
        const it = document.getElementById('it');
        it.removeAttribute('model');
        it.setAttribute('link', link);
      }, link),
    );
  });
}

test('links: nothing runs, hangs or is lost', async ({ page, foreign }) => {
  const done = watched(page);
  await foreign('<sand-table id="it" link="v1/quorum"></sand-table>');
  await wake(page.locator('#it'));
  const { faults, counts } = await tried(page, ['attribute', 'link'], links);
  expect(faults).toEqual([]);
  // Both ends are met: it is not all refused, nor all swallowed.
  expect(counts.live).toBeGreaterThan(5);
  expect(counts.told).toBeGreaterThan(100);
  expect(done).toEqual([]);
  await recovers(page, (link) => page.evaluate((link) => document.getElementById('it').setAttribute('link', link), link));
});

test('links that were recorded, damaged by dice', async ({ page, foreign }, info) => {
  test.slow();
  const done = watched(page);
  await foreign('<sand-table id="it" link="v1/quorum"></sand-table>');
  await wake(page.locator('#it'));
  const roll = dice(SEED);
  const recorded = golden.map((run) => run.link);
  const texts = Array.from({ length: FUZZED }, () => mutated(recorded, roll));
  const { faults, counts } = await tried(page, ['attribute', 'link'], texts);
  info.annotations.push({ type: 'fuzz', description: `${counts.live} live, ${counts.told} told` });
  expect(faults).toEqual([]);
  expect(counts.live).toBeGreaterThan(20);
  expect(counts.told).toBeGreaterThan(100);
  expect(done).toEqual([]);
  await recovers(page, (link) => page.evaluate((link) => document.getElementById('it').setAttribute('link', link), link));
});

test('the address of a page', async ({ page }) => {
  const done = watched(page);
  await page.goto('distribution/quorum/');
  const host = page.locator('sand-table').first();
  const id = await host.getAttribute('id');
  await wake(host);
  const texts = links.filter((link) => !/[\n\r\t]/.test(link));
  const { faults } = await tried(page, ['hash', `!${id}?`], texts);
  expect(faults).toEqual([]);
  expect(done).toEqual([]);
  await recovers(page, (link) => page.evaluate((hash) => { location.hash = hash; }, `!${id}?${link}`));
});

test('an address that is opened anew', async ({ page }) => {
  const done = watched(page);
  await page.goto('distribution/quorum/');
  const id = await page.locator('sand-table').first().getAttribute('id');
  const some = [
    `#!${id}?v1/<img src=x onerror=window.__hit=1>`, `#!${id}?javascript:window.__hit=1`, `#!${id}?z1/${'A'.repeat(40_000)}`,
    `#!${id}?v1/quorum?do=%ED%A0%80%00`, '#!"><svg onload=window.__hit=1>?v1/quorum', '#!__proto__?v1/quorum', '#:~:text=x',
    '?<script>window.__hit=1</script>', `?${'x'.repeat(7000)}`,
  ];
  for (const end of some) {
    await page.goto('about:blank');
    await page.goto(`distribution/quorum/${end}`);
    const table = await wake(page.locator('sand-table').first());
    await expect(table.alert.or(table.stage).first()).toBeVisible();
    if (end.startsWith(`#!${id}`)) await expect(table.alert).toContainText('cannot be opened');
    expect(await page.evaluate(() => window.__hit)).toBeUndefined();
  }
  expect(done).toEqual([]);
});

test('the address of a page for frames: its options', async ({ page }) => {
  const done = watched(page);
  await page.goto('embed/quorum/');
  const table = await wake(page.locator('sand-table'));
  const options = ['theme', 'controls', 'loop', 'range', '__proto__', 'constructor'];
  const faults = await page.evaluate(
    async ([options, values]) => {
      const wrong = [];
      const many = document.querySelectorAll('*').length;
      for (const value of values.concat(options.flatMap((name) => values.map((v) => `${name}=${v}`)))) {
        const started = performance.now();
        location.hash = value;
        // Changes of an address are told in a task of their own.
        await new Promise((done) => setTimeout(done));
        const extra = document.querySelectorAll('*').length - many;
        if (window.__hit) wrong.push(`ran: ${value}`);
        if (extra > 0) wrong.push(`put ${extra} elements into the page: ${value}`);
        if (performance.now() - started > 2000) wrong.push(`slow: ${value}`);
      }
      return wrong.map((line) => line.slice(0, 200));
    },
    [options, values.map((value) => encodeURI(value.toWellFormed()).slice(0, 9000))],
  );
  expect(faults).toEqual([]);
  expect(done).toEqual([]);
  await page.evaluate(() => { location.hash = '#theme=pink'; });
  await expect(page.locator('.problems')).toContainText('choose auto, light or dark');
  await page.evaluate(() => { location.hash = '#!v1/quorum?w=1&at=0s'; });
  await expect.poll(() => table.get('link')).toBe('v1/quorum?w=1&at=0s');
});
