// Do `controls`, `loop` and `range` do what they say, on every way that a reader or a page has?
import { expect, still, test } from './support/test.mjs';
import { seen } from './support/foreign.mjs';
import { wake } from './support/table.mjs';

const element = (attributes) => `<sand-table id="it" ${attributes}></sand-table>`;

test.describe('in steps', () => {
  test.use(still);

  test('controls: all, the transport and the checks, or none', async ({ page, foreign }) => {
    await foreign(element('model="quorum"'));
    const host = page.locator('#it');
    const table = await wake(host);
    const there = async () => ({
      transport: await table.transport.count(),
      checks: await table.live.locator('.check').count(),
      uses: await table.uses.count(),
      knobs: await table.live.locator('.knob').count(),
      share: await table.button('Share').count(),
      buttons: await table.live.getByRole('button').count(),
      stops: await table.live.locator('[tabindex="0"]:not(button), section.stage[tabindex]').count(),
    });
    const full = await there();
    expect(Math.min(...Object.values(full))).toBeGreaterThan(0);
    const set = async (value) => {
      await host.evaluate((e, value) => e.setAttribute('controls', value), value);
      await expect(table.uses).toHaveCount(value === 'full' ? 1 : 0);
    };
    await set('basic');
    const basic = await there();
    expect(basic).toMatchObject({ transport: 1, checks: full.checks, uses: 0, knobs: 0, share: 0 });
    await table.stage.focus();
    await page.keyboard.press('Home');
    await table.isAt(0);
    await page.keyboard.press('ArrowRight');
    await table.isAt(1);
    await set('none');
    await expect(table.transport).toHaveCount(0);
    expect(await there()).toEqual({ transport: 0, checks: 0, uses: 0, knobs: 0, share: 0, buttons: 0, stops: 0 });
    // The picture has its words, for who cannot see it, and follows the page's own script.
    await expect(table.stage.locator('.sr')).toContainText('Who has what');
    await table.call('seek', 3);
    await table.isAt(3);
    expect(await table.call('act', 'crash B')).toBe(true);
    await expect(table.stage.locator('.sr')).toContainText('B, crashed');
    await set('full');
    expect(await there()).toEqual(full);
    expect(await seen(page, 'error')).toEqual([]);
  });

  test('range: buttons, keys, scrubber, marks and methods stay inside', async ({ page, foreign }) => {
    await foreign(element('model="quorum" w="1" r="1" range="4..12"'));
    const table = await wake(page.locator('#it'));
    const at = async (step) => {
      await table.isAt(step);
      await expect(table.live.locator('.place .step')).toContainText(`step ${step} of`);
    };
    await at(12);
    await table.button('Reset').click();
    await at(12);
    await table.stage.focus();
    for (const [key, step] of [['Home', 4], ['ArrowLeft', 4], ['End', 12], ['ArrowRight', 12], ['r', 12]]) {
      await page.keyboard.press(key);
      await at(step);
    }
    for (const [method, values, step] of [
      ['seek', [0], 4], ['back', [], 4], ['step', [], 5], ['seek', [999], 12], ['step', [], 12],
      ['seek', [7], 7], ['settle', [], 12], ['seek', [-1], 4], ['reset', [], 12],
    ]) {
      await table.call(method, ...values);
      await at(step);
    }
    for (const [share, step] of [[0, 4], [10_000, 12]]) {
      await table.scrubber.fill(String(share));
      await at(step);
    }
    await table.scrubber.focus();
    await page.keyboard.press('Home');
    await at(4);
    await expect(table.button('Step back')).toHaveAttribute('aria-disabled', 'true');
    await page.keyboard.press('End');
    await at(12);
    await expect(table.button('Step')).toHaveAttribute('aria-disabled', 'true');
    expect(Number(await table.scrubber.inputValue())).toBe(10_000);
    // The violation is beyond: neither its mark nor a way to it is there.
    await expect(table.live.locator('.mark.violation, .status.go')).toHaveCount(0);
    expect(await table.call('act', 'crash C')).toBe(false);
    await expect(table.alert).toContainText('locked to the steps 4 to 12');
    expect((await seen(page, 'error')).at(-1).detail.message).toContain('locked');
    await table.call('seek', 6);
    expect(await table.call('act', 'crash C')).toBe(true);
    await at(7);
  });

  for (const [attribute, value, cure] of [
    ['controls', 'some', 'choose `none`, `basic` or `full`'],
    ['controls', '', 'choose `none`, `basic` or `full`'],
    ['loop', 'false', 'write `loop` alone'],
    ['range', '3', 'write the first and the last step'],
    ['range', '9..3', 'write `3..9`'],
    ['range', '0..1000', 'choose steps from 0 to'],
  ]) {
    test(`${attribute}="${value}" is told, and the model is there`, async ({ page, foreign }) => {
      await foreign(element(`model="quorum" ${attribute}="${value}"`));
      const table = await wake(page.locator('#it'));
      await expect(table.alert).toContainText(`\`${attribute}=${value}\``);
      await expect(table.alert).toContainText(cure);
      await expect(table.uses).toHaveCount(1);
      const [error] = await seen(page, 'error');
      expect(error.detail.problems[0].cure).toContain(cure);
      // A good value cures it.
      const good = { controls: 'full', loop: '', range: '0..3' }[attribute];
      await table.host.evaluate((e, [name, value]) => e.setAttribute(name, value), [attribute, good]);
      await expect(table.alert).toBeEmpty();
    });
  }

  test('with less motion and without a button nothing begins again', async ({ page, foreign }) => {
    await page.clock.install();
    await foreign(element('model="quorum" range="0..2" loop controls="none"'));
    const table = await wake(page.locator('#it'));
    await table.call('seek', 0);
    await table.call('play');
    await page.clock.runFor(4_000);
    await table.isAt(2);
    await page.clock.runFor(8_000);
    await table.isAt(2);
  });

  test('with less motion it begins again where a button stops it', async ({ page, foreign }) => {
    await page.clock.install();
    await foreign(element('model="quorum" range="0..2" loop controls="basic"'));
    const table = await wake(page.locator('#it'));
    await page.clock.runFor(5_000);
    await table.isAt(2);
    await table.button('Play from the start').click();
    await page.clock.runFor(2_000);
    await table.isAt(2);
    // While it rests the button says that it plays.
    await expect(table.button('Pause')).toBeVisible();
    await page.clock.runFor(2_600);
    expect(await table.get('position')).toBeLessThan(2);
    await table.button('Pause').click();
    const stopped = await table.get('position');
    await page.clock.runFor(9_000);
    expect(await table.get('position')).toBe(stopped);
  });
});

test('loop: from the end of the range to its start, over and over', async ({ page, foreign }) => {
  await page.clock.install();
  await foreign(element('model="quorum" range="3..5" loop'));
  const table = await wake(page.locator('#it'));
  await page.evaluate(() => {
    window.steps = [];
    addEventListener('sand-table:step', ({ detail }) => window.steps.push(detail.position));
  });
  await table.call('seek', 3);
  await table.call('play');
  await page.clock.runFor(12_000);
  const steps = await page.evaluate(() => window.steps.join(' '));
  expect(steps).toMatch(/^3 4 5 3 4 5 3/);
  await table.call('pause');
});

test('traffic without a button does not start by itself', async ({ page, foreign }) => {
  await page.clock.install();
  await foreign(element('link="v1/rate-limiting?at=0s" controls="none"'));
  const table = await wake(page.locator('#it'));
  await page.clock.runFor(5_000);
  await table.isAt(0);
  await table.call('play');
  await page.clock.runFor(3_000);
  expect(await table.get('position')).toBeGreaterThan(0);
});
