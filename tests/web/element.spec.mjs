// Does the element keep its public promises on anybody's page?
import { expect, still, test } from './support/test.mjs';
import { wake } from './support/table.mjs';
import { seen } from './support/foreign.mjs';
import { golden } from './support/golden.mjs';

test.use(still);

const W1R1 = '<sand-table id="it" model="quorum" n="3" w="1" r="1" seed="7"></sand-table>';

test('the properties say what there is', async ({ page, foreign }) => {
  await foreign(W1R1);
  const table = await wake(page.locator('#it'));
  const run = golden.find((run) => run.link === 'v1/quorum?w=1&r=1');
  expect(await table.get('link')).toBe(run.link);
  expect(await table.get('transcript')).toBe(run.transcript);
  expect(await table.get('checks')).toEqual([
    { name: 'fresh', kind: 'always', verdict: 'violated', holds: false, violatedAt: 18 },
    { name: 'monotonic', kind: 'always', verdict: 'vacuous', holds: true, violatedAt: null },
    { name: 'converge', kind: 'eventually', verdict: 'pending', holds: true, violatedAt: null },
  ]);
  expect(await table.get('position')).toBe(18);
  const trace = JSON.parse(await table.get('trace'));
  expect(trace.hash).toBe(run.hash);
  expect(trace.link).toBe(run.link);
  expect(await table.get('length')).toBe(trace.steps.length);
  expect(await table.get('scene')).toContain('- A, holds v2 Friday');
});

test('the methods do what they say', async ({ page, foreign }) => {
  await foreign(W1R1);
  const table = await wake(page.locator('#it'));
  const length = await table.get('length');
  await table.call('seek', 0);
  await table.isAt(0);
  await table.call('back');
  await table.isAt(0);
  await table.call('step');
  await table.isAt(1);
  await table.call('seek', 7);
  await table.call('back');
  await table.isAt(6);
  await table.call('settle');
  await table.isAt(length);
  await table.call('step');
  await table.isAt(length);
  await table.call('seek', 1e9);
  await table.isAt(length);
  for (const odd of [-1, Number.NaN, -Infinity]) {
    await table.host.evaluate((element, odd) => element.seek(odd), odd);
    await table.isAt(0);
  }
  await table.call('play');
  await expect(table.button('Pause')).toBeVisible();
  await expect.poll(() => table.get('position')).toBeGreaterThan(0);
  await table.call('pause');
  await expect(table.button('Play')).toBeVisible();
  expect(await table.call('act', 'crash B')).toBe(true);
  expect(await table.get('scene')).toContain('B, crashed');
  await table.call('reset');
  expect(await table.get('link')).toBe('v1/quorum?w=1&r=1');
});

test('the events tell what changes, past the border of the shadow', async ({ page, foreign }) => {
  await foreign(W1R1);
  const table = await wake(page.locator('#it'));
  expect(await seen(page, 'ready')).toEqual([
    { name: 'ready', id: 'it', detail: { link: 'v1/quorum?w=1&r=1' } },
  ]);
  await table.call('seek', 17);
  const [step] = await seen(page, 'step');
  expect(step.detail.position).toBe(17);
  expect(step.detail.time).toBeGreaterThan(0.8);
  await table.call('step');
  const checks = (await seen(page, 'check')).map((event) => event.detail);
  expect(checks).toEqual([
    { name: 'fresh', verdict: 'vacuous', holds: true, violatedAt: null },
    { name: 'fresh', verdict: 'violated', holds: false, violatedAt: 18 },
  ]);
  expect(await seen(page, 'error')).toEqual([]);
});

test('the properties are right inside every handler', async ({ page, foreign }) => {
  await foreign('');
  const read = await page.evaluate(async () => {
    const read = [];
    for (const name of ['ready', 'step', 'check', 'error']) {
      addEventListener(`sand-table:${name}`, ({ target, detail }) => {
        const { link, checks, scene, position, length, transcript, trace } = target;
        read.push({ name, detail, link, checks, scene, position, length, transcript, trace: trace.length });
      });
    }
    const turn = () => new Promise((done) => setTimeout(done, 200));
    document.body.innerHTML = '<sand-table id="it" model="quorum" w="1" r="1"></sand-table>';
    const table = document.getElementById('it');
    await table.ready();
    await turn();
    table.seek(17);
    await turn();
    table.step();
    await turn();
    table.act('crash nobody');
    await turn();
    table.setAttribute('r', '9');
    await turn();
    table.setAttribute('r', '1');
    await turn();
    return read;
  });
  const of = (name) => read.filter((each) => each.name === name);
  expect(of('ready').map((each) => each.link)).toEqual(['v1/quorum?w=1&r=1', 'v1/quorum?w=1&r=1']);
  for (const each of of('ready')) {
    expect(each.detail.link).toBe(each.link);
    expect(each.checks).toHaveLength(3);
    expect(each.scene).toContain('Who has what');
    expect(each.length).toBeGreaterThan(0);
    expect(each.transcript).toContain('trace ');
  }
  expect(of('step').map((each) => [each.detail.position, each.position])).toEqual([[17, 17], [18, 18]]);
  for (const each of of('step')) expect(each.scene).toContain('A, holds');
  for (const { detail, checks } of of('check')) {
    const check = checks.find((check) => check.name === detail.name);
    expect(check.verdict).toBe(detail.verdict);
  }
  expect(of('check').length).toBeGreaterThan(0);
  // A refusal leaves everything as it was; what cannot be opened has nothing.
  const [refused, unread] = of('error');
  expect(refused.detail.message).toContain('nobody');
  expect(refused.link).toContain('v1/quorum?w=1&r=1');
  expect(refused.checks).toHaveLength(3);
  expect([unread.link, unread.checks, unread.scene, unread.length]).toEqual(['', [], '', 0]);
});

/** Attributes that mean nothing: what is said, and a word of the cure. */
const WRONG = [
  ['an unknown model', 'model="qourum"', 'there is no model `qourum`', 'did you mean `quorum`?'],
  ['no model', '', 'neither `model` nor `link`', '<sand-table model="quorum">'],
  ['an unknown knob', 'model="quorum" copies="3"', '`copies`', ''],
  ['a value out of range', 'model="quorum" n="3" w="4"', '`w=4`', '1 to 3'],
  ['no number', 'model="quorum" n="three"', 'three', ''],
  ['a rule that is neither on nor off', 'model="quorum" strict="maybe"', 'maybe', ''],
  ['an unknown action', 'model="quorum" do="@1s dance"', 'dance', ''],
  ['a broken seed', 'model="quorum" seed="-1"', '-1', 'whole number'],
  ['a link beside a model', 'model="quorum" link="v1/quorum"', '`link` stands beside `model`', ''],
];

for (const [name, attributes, what, cure] of WRONG) {
  test(`${name} is told in the element and by an event`, async ({ page, foreign }) => {
    await foreign(`<sand-table id="it" ${attributes}></sand-table>`);
    const host = page.locator('#it');
    await expect(host).toHaveAttribute('data-live', '', { timeout: 20_000 });
    const alert = host.getByRole('alert');
    await expect(alert).toContainText('This model cannot be opened');
    await expect(alert).toContainText(what);
    await expect(alert).toContainText(cure);
    const errors = await seen(page, 'error');
    expect(errors).toHaveLength(1);
    expect(errors[0].detail.message).toContain(what);
    expect(errors[0].detail.problems[0].cure).toContain(cure);
    // Nothing throws: every property and method answers.
    const answers = await host.evaluate(async (element) => {
      await element.ready();
      for (const name of ['play', 'pause', 'step', 'back', 'settle', 'reset']) element[name]();
      element.seek(3);
      return [element.link, element.position, element.length, element.checks, element.transcript,
        element.scene, element.trace, element.act('crash A')];
    });
    expect(answers).toEqual(['', 0, 0, [], '', '', '', false]);
  });
}

test('several things that are wrong are all told', async ({ page, foreign }) => {
  await foreign('<sand-table id="it" model="quorum" w="9" copies="3" seed="x"></sand-table>');
  const alert = page.locator('#it').getByRole('alert');
  await expect(alert).toContainText('for 3 reasons');
  await expect(alert.getByRole('listitem')).toHaveCount(3);
  const [event] = await seen(page, 'error');
  expect(event.detail.problems).toHaveLength(3);
});

test('an action that is unknown or impossible is refused with its cure', async ({ page, foreign }) => {
  await foreign(W1R1);
  const table = await wake(page.locator('#it'));
  const link = await table.get('link');
  for (const text of ['dance', 'crash Z', 'restart A', '', 'crash', 'drop write.99:A-B']) {
    const before = (await seen(page, 'error')).length;
    expect(await table.call('act', text), text).toBe(false);
    const errors = await seen(page, 'error');
    expect(errors, text).toHaveLength(before + 1);
    expect(errors.at(-1).detail.problems[0].cure, text).not.toBe('');
    await expect(table.alert).toContainText(errors.at(-1).detail.problems[0].what);
    expect(await table.get('link')).toBe(link);
  }
  expect(await table.call('act', 'crash B')).toBe(true);
  await expect(table.alert).toBeEmpty();
});

test('elements of one page are apart, and share their style sheets', async ({ page, foreign }) => {
  await foreign(`${W1R1}<sand-table id="two" model="quorum"></sand-table>
    <sand-table id="three" model="consistent-hashing"></sand-table>`);
  const [one, two] = [await wake(page.locator('#it')), await wake(page.locator('#two'))];
  const three = await wake(page.locator('#three'));
  await one.call('seek', 0);
  const before = [await two.get('link'), await three.get('link')];
  await one.call('act', 'crash B');
  await three.call('settle');
  expect(await one.get('scene')).toContain('B, crashed');
  expect(await two.get('scene')).not.toContain('crashed');
  expect(await two.get('link')).toBe(before[0]);
  expect(await three.get('position')).toBe(await three.get('length'));
  const shared = await page.evaluate(() => {
    const sheets = [...document.querySelectorAll('sand-table')].map((e) => e.shadowRoot.adoptedStyleSheets);
    return sheets.every((list) => list.length === 3 && list.every((sheet, i) => sheet === sheets[0][i]));
  });
  expect(shared).toBe(true);
});

test('an element that a script adds, moves and takes away', async ({ page, foreign }) => {
  await foreign('<main></main>');
  const link = await page.evaluate(async () => {
    const element = Object.assign(document.createElement('sand-table'), { id: 'it' });
    element.setAttribute('model', 'quorum');
    element.setAttribute('w', '1');
    document.querySelector('main').append(element);
    // A method that is called too early waits.
    await element.seek(0);
    return element.link;
  });
  expect(link).toBe('v1/quorum?w=1&at=0s');
  const table = await wake(page.locator('#it'));
  await table.button('Step').click();
  await table.isAt(1);
  await table.host.evaluate((element) => element.remove());
  await page.evaluate(() => document.body.append(document.createElement('sand-table')));
  await page.evaluate(() => document.querySelector('sand-table').setAttribute('link', 'v1/quorum?seed=3'));
  await expect.poll(() => page.evaluate(() => document.querySelector('sand-table').link)).toBe('v1/quorum?seed=3');
  await page.evaluate(() => {
    const element = document.querySelector('sand-table');
    element.remove();
    document.body.append(element);
  });
  const again = await wake(page.locator('sand-table'));
  await again.call('seek', 2);
  await again.isAt(2);
  await expect(again.live.locator('.player')).toHaveCount(1);
});

test('an element that is moved while its engine is on the way comes to life once', async ({
  page,
  foreign,
}) => {
  let arrive;
  const arrived = new Promise((resolve) => (arrive = resolve));
  await page.route('**/*.wasm', async (route) => {
    await arrived;
    await route.continue();
  });
  await foreign(W1R1);
  await page.evaluate(async () => {
    const element = document.getElementById('it');
    for (let i = 0; i < 3; i += 1) {
      element.ready();
      element.remove();
      document.body.append(element);
      await new Promise(requestAnimationFrame);
    }
  });
  arrive();
  const table = await wake(page.locator('#it'));
  await table.button('Step').click();
  await table.isAt(19);
  await expect(table.live.locator('.player')).toHaveCount(1);
  expect(await seen(page, 'ready')).toHaveLength(1);
});

test('an attribute that changes opens it anew; one that is no setting does not', async ({
  page,
  foreign,
}) => {
  await foreign(W1R1);
  const table = await wake(page.locator('#it'));
  await table.call('seek', 3);
  await table.host.evaluate((element) => {
    element.className = 'wide';
    element.style.margin = '4px';
    element.title = 'A title';
    element.dataset.note = 'x';
    element.setAttribute('aria-describedby', 'y');
  });
  await page.evaluate(() => new Promise(requestAnimationFrame));
  expect(await table.get('position')).toBe(3);
  await table.host.evaluate((element) => element.setAttribute('w', '2'));
  await expect.poll(() => table.get('link')).toBe('v1/quorum?r=1');
  await expect(table.live.locator('.picture.wide').first()).toBeVisible();
  await table.host.evaluate((element) => element.setAttribute('w', '9'));
  await expect(table.live.getByRole('alert').first()).toContainText('`w=9`');
  await table.host.evaluate((element) => {
    for (const name of ['model', 'n', 'w', 'r', 'seed']) element.removeAttribute(name);
    element.link = 'v1/consistent-hashing';
  });
  await expect.poll(() => table.get('link')).toBe('v1/consistent-hashing');
});

test('the host page’s style stays outside, and what it has inside stays until then', async ({
  page,
  foreign,
}) => {
  await foreign(`<style>html { font-size: 62.5% } * { color: red } button, section, svg { display: none !important }</style>
    <sand-table id="it" model="quorum"><p id="before">Still there</p></sand-table>`);
  const table = await wake(page.locator('#it'));
  await expect(table.button('Step')).toBeVisible();
  await expect(table.button('Help')).toHaveCSS('font-size', '14px');
  await expect(table.button('Help')).not.toHaveCSS('color', 'rgb(255, 0, 0)');
  await expect(page.locator('#before')).toBeHidden();
  expect(await table.host.evaluate((element) => element.shadowRoot.mode)).toBe('open');
});

test('without its engine it says so, and keeps what it has inside', async ({ page, foreign, noise }) => {
  await page.route('**/*.wasm', (route) => route.abort());
  await foreign('<sand-table id="it" model="quorum"><p id="before">Still there</p></sand-table>');
  await expect.poll(() => seen(page, 'error').then((errors) => errors.length)).toBeGreaterThan(0);
  await expect(page.locator('#before')).toBeVisible();
  expect(await page.evaluate(() => document.getElementById('it').link)).toBeUndefined();
  noise.length = 0;
  // And comes to life once it is there.
  await page.unroute('**/*.wasm');
  await page.evaluate(() => document.getElementById('it').ready());
  await expect(page.locator('#it')).toHaveAttribute('data-live', '');
});
