// Can everything be done from the keyboard, and is it told to who cannot see it?
import { expect, still, test } from './support/test.mjs';

test.use(still);

const focused = (table) =>
  table.host.evaluate((element) => {
    const active = element.shadowRoot.activeElement;
    return active && (active.getAttribute('aria-label') || active.textContent.trim());
  });

test('the keys of the stage: arrows, Home, End, space, R, ?', async ({ page, opened }) => {
  const table = await opened('v1/quorum');
  const [length, link] = [await table.get('length'), await table.get('link')];
  await table.stage.focus();
  const press = (key) => page.keyboard.press(key);
  await press('Home');
  await table.isAt(0);
  await press('ArrowRight');
  await press('ArrowRight');
  await table.isAt(2);
  await press('ArrowLeft');
  await table.isAt(1);
  await press('End');
  await table.isAt(length);
  await press('Home');
  await press(' ');
  await expect(table.button('Pause')).toBeVisible();
  await press(' ');
  await expect(table.button('Play')).toBeVisible();
  await press('?');
  await expect(table.live.getByText('Keys, while the picture has the focus')).toBeVisible();
  await press('?');
  await expect(table.live.getByText('Keys, while the picture has the focus')).toBeHidden();
  await press('r');
  expect(await table.get('link')).toBe(link);
  await expect(table.stage).toBeFocused();
});

test('elsewhere the keys are the browser’s own', async ({ page, opened }) => {
  const table = await opened('v1/quorum?at=0.5s');
  const position = await table.get('position');
  await table.button('Help').focus();
  for (const key of ['r', 'Home', 'End', '?']) await page.keyboard.press(key);
  await table.live.getByRole('textbox', { name: 'Seed' }).focus();
  for (const key of ['r', 'ArrowLeft', 'ArrowRight', 'Home', 'End', '?', ' ']) await page.keyboard.press(key);
  await table.stage.focus();
  await page.keyboard.press('Control+r').catch(() => {});
  expect(await table.get('position')).toBe(position);
});

test('each group is one tab stop, and the arrows move inside it', async ({ page, opened }) => {
  const table = await opened('v1/quorum?at=0.37s');
  await table.stage.focus();
  const groups = table.live.locator('[data-rove]');
  const stops = () =>
    groups.evaluateAll((all) =>
      all.map((group) => {
        const buttons = [...group.querySelectorAll('button:not(:disabled)')];
        const name = group.getAttribute('aria-label');
        return { name, buttons: buttons.length, stops: buttons.filter((b) => b.tabIndex === 0).length };
      }),
    );
  const expected = async () => {
    const found = await stops();
    expect(found.length).toBeGreaterThan(7);
    expect(found.filter((group) => group.stops !== Math.min(group.buttons, 1))).toEqual([]);
  };
  await expect(expected).toPass();
  await table.button('Crash C').click();
  await expect(expected).toPass();
  await table.button('Step').click();
  await expect(expected).toPass();

  // Every group is reached by Tab, once, in the order of the page; a field has a stop of its own.
  await table.stage.focus();
  const reached = [];
  for (let i = 0; i < 60; i += 1) {
    await page.keyboard.press('Tab');
    const group = await table.host.evaluate((element) => {
      const active = element.shadowRoot.activeElement;
      if (active?.localName === 'input') return '';
      return active ? (active.closest('[data-rove]')?.getAttribute('aria-label') ?? '') : null;
    });
    if (group === null) break;
    if (group) reached.push(group);
  }
  const names = (await stops()).filter((group) => group.buttons > 0).map((group) => group.name);
  expect(reached).toEqual(names);

  // Inside the transport: arrows, Home and End; and Tab comes back to where it was.
  await table.transport.getByRole('button').first().focus();
  await page.keyboard.press('ArrowRight');
  await expect(table.button('Step back')).toBeFocused();
  await page.keyboard.press('End');
  await expect(table.button('Settle')).toBeFocused();
  await page.keyboard.press('ArrowRight');
  await expect(table.button('Settle')).toBeFocused();
  await page.keyboard.press('Home');
  await expect(table.button('Reset')).toBeFocused();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Shift+Tab');
  await expect(table.button('Step back')).toBeFocused();
});

test('when a message arrives, the focus goes to its receiver', async ({ opened }) => {
  const table = await opened('v1/quorum?at=0.37s');
  const message = table.over(/^write#1 A→C/);
  await message.focus();
  await expect(message).toBeFocused();
  while ((await table.get('scene')).includes('write#1 A→C')) await table.call('step');
  await expect(table.over(/^C$/)).toBeFocused();
});

test('after a message is dropped, the focus goes to its receiver', async ({ page, opened }) => {
  const table = await opened('v1/quorum?at=0.37s');
  await table.over(/^write#1 A→C/).focus();
  await page.keyboard.press('Enter');
  await expect(table.item(/^Drop/)).toBeVisible();
  for (let i = 0; i < 5 && !/^Drop/.test(await focused(table)); i += 1) await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(table.over(/^C$/)).toBeFocused();
});

test('the focus stays where it is while others change', async ({ page, opened }) => {
  const table = await opened('v1/quorum?at=0s');
  await table.transport.getByRole('button', { name: 'Step', exact: true }).focus();
  for (let i = 0; i < 5; i += 1) await page.keyboard.press('Enter');
  await table.isAt(5);
  expect(await focused(table)).toBe('Step');
  const rule = table.live.getByRole('switch').first();
  await rule.focus();
  await page.keyboard.press(' ');
  await expect(rule).toHaveAttribute('aria-checked', 'false');
  await expect(rule).toBeFocused();
});

test('each step is told politely, and many in one breath', async ({ page, opened }) => {
  const table = await opened('v1/quorum?w=1&r=1&at=0s');
  await expect(table.status).toBeEmpty();
  await table.host.evaluate((element) => {
    window.told = [];
    const region = element.shadowRoot.querySelector('[aria-live=polite]');
    new MutationObserver(() => window.told.push([performance.now(), region.textContent])).observe(region, {
      childList: true,
      characterData: true,
      subtree: true,
    });
  });
  /** The sentences of the log, in order. */
  const log = () => table.log.locator('li button > span').allTextContents();
  const length = await table.get('length');
  await table.button('Step').click();
  await expect(table.status).toHaveText((await log()).join(' '));
  // A step without a sentence: where it is, and what changed in the picture's words.
  const before = (await table.get('scene')).split('\n');
  await table.button('Step').click();
  expect(await log()).toHaveLength(1);
  await expect(table.status).toHaveText(new RegExp(`^Step 2 of ${length}: \\S`));
  const [, changes] = /: (.*)\.$/.exec(await table.status.textContent());
  const now = (await table.get('scene')).split('\n');
  for (const change of changes.split('; ')) {
    expect(now, change).toContain(`- ${change}`);
    expect(before, change).not.toContain(`- ${change}`);
  }
  // Of one step with three sentences all are told.
  await table.call('seek', 6);
  expect(await log()).toHaveLength(4);
  await expect(table.status).toHaveText((await log()).slice(1).join(' '));
  // Of many the last, how many there were before, and what was broken.
  await table.call('seek', length);
  const told = (await log()).slice(4);
  const text = `Step ${length} of ${length}, after ${told.length - 3} other sentences: ${told.slice(-3).join(' ')}`;
  await expect(table.status).toHaveText(`${text} Violated: A read returns what was saved before it, or newer.`);
  await table.button('Step back').click();
  await expect(table.status).toContainText(`Back at step ${length - 1} of ${length}.`);
  const times = await page.evaluate(() => window.told);
  for (const [i, [at]] of times.entries()) {
    if (i > 0) expect(at - times[i - 1][0], 'milliseconds between two').toBeGreaterThan(900);
  }
});

test('what a setting changes in the picture is told', async ({ opened }) => {
  const table = await opened('v1/quorum?at=0s');
  await table.button('More: N copies').click();
  await expect(table.status).toHaveText('Now: D, holds v1 Tuesday.');
});

test('the picture is there in words, and follows', async ({ opened }) => {
  const table = await opened('v1/quorum?at=0s');
  const words = table.stage.locator(':scope > .sr');
  await expect(words).toContainText('- A, holds v1 Tuesday');
  await table.button('Crash B').click();
  await expect(words).toContainText('- B, crashed');
  expect(await words.textContent()).toBe(await table.get('scene'));
});
