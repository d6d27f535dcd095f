// Does the transport do what its buttons say, and do the readout and the log follow?
import { expect, still, test } from './support/test.mjs';
import { open } from './support/table.mjs';

test.use(still);

/** The step and the whole, as the readout says them. */
const readout = (table) => table.live.locator('output .step');

/** The sentences of the log. */
const said = (table) => table.log.getByRole('listitem');

test('a step goes on by one, back returns, and the readout and the log follow', async ({ page }) => {
  const table = await open(page, './');
  await table.call('seek', 0);
  const length = await table.get('length');
  await expect(readout(table)).toHaveText(`step 0 of ${length}`);
  await expect(said(table)).toHaveText('Nothing has happened yet. Play, or take a step.');
  await expect(table.button('Step back')).toHaveAttribute('aria-disabled', 'true');
  const lines = [];
  for (let step = 1; step <= length; step += 1) {
    await table.button('Step').click();
    await expect(readout(table)).toHaveText(`step ${step} of ${length}`);
    expect(await table.get('position')).toBe(step);
    lines.push(await said(table).allTextContents());
  }
  await expect(table.button('Step')).toHaveAttribute('aria-disabled', 'true');
  // The log only ever grows, and says in the end what the transcript says.
  for (const [i, after] of lines.entries()) {
    const before = i === 0 || lines[i - 1][0].startsWith('Nothing') ? [] : lines[i - 1];
    if (!after[0].startsWith('Nothing')) expect(after.slice(0, before.length)).toEqual(before);
  }
  const transcript = await table.get('transcript');
  for (const line of lines.at(-1)) expect(transcript).toContain(line.replace(/^[\d.]+ s/, '').trim());
  for (let step = length - 1; step >= length - 4; step -= 1) {
    await table.button('Step back').click();
    await expect(readout(table)).toHaveText(`step ${step} of ${length}`);
    expect(await said(table).allTextContents()).toEqual(lines[step - 1]);
  }
});

test('every step back shows what the step before it showed', async ({ page }) => {
  const table = await open(page, './');
  await table.call('seek', 0);
  const scenes = [await table.get('scene')];
  while ((await table.get('position')) < (await table.get('length'))) {
    await table.call('step');
    scenes.push(await table.get('scene'));
  }
  expect(new Set(scenes).size).toBeGreaterThan(3);
  for (const scene of scenes.slice(0, -1).reverse()) {
    await table.call('back');
    expect(await table.get('scene')).toBe(scene);
  }
});

test('settle goes to the end, and reset brings back what was opened', async ({ page }) => {
  const table = await open(page, './');
  const opened = { link: await table.get('link'), scene: await table.get('scene') };
  await table.button('Settle').click();
  await table.isAt(await table.get('length'));
  await expect(table.button('Settle')).toHaveAttribute('aria-disabled', 'true');
  await expect(table.button('Play from the start')).toBeVisible();
  await table.button('Crash B').click();
  expect(await table.get('link')).not.toBe(opened.link);
  await table.button('Reset').click();
  expect({ link: await table.get('link'), scene: await table.get('scene') }).toEqual(opened);
});

test('the scrubber goes where it is pressed, and its arrows go step by step', async ({ page }) => {
  const table = await open(page, './');
  await table.call('seek', 0);
  const length = await table.get('length');
  const bar = await table.scrubber.boundingBox();
  await page.mouse.click(bar.x + bar.width * 0.5, bar.y + bar.height / 2);
  const middle = await table.get('position');
  expect(middle).toBeGreaterThan(0);
  expect(middle).toBeLessThan(length);
  await page.mouse.click(bar.x + bar.width - 1, bar.y + bar.height / 2);
  await table.isAt(length);
  await page.keyboard.press('ArrowLeft');
  await table.isAt(length - 1);
  await page.keyboard.press('Home');
  await table.isAt(0);
  await page.keyboard.press('ArrowRight');
  await table.isAt(1);
  await page.keyboard.press('End');
  await table.isAt(length);
  await expect(table.scrubber).toHaveAttribute('aria-valuetext', new RegExp(`^step ${length} of ${length}`));
});

test('a line of the log, a check, a mark and an arrow lead to their steps', async ({ opened }) => {
  const table = await opened('v1/quorum?w=1&r=1');
  const { violatedAt } = await table.check('fresh');
  await table.call('seek', 0);
  expect((await table.check('fresh')).violatedAt).toBeNull();
  await table.button(`breaks at step ${violatedAt}`).click();
  await table.isAt(violatedAt);
  expect((await table.check('fresh')).violatedAt).toBe(violatedAt);
  await said(table).first().getByRole('button').click();
  const first = await table.get('position');
  expect(first).toBeGreaterThan(0);
  expect(first).toBeLessThan(violatedAt);
  await expect(said(table).last()).toContainText('The client asks A to write');
  await table.live.getByRole('button', { name: 'Go to: violated:' }).click();
  await table.isAt(violatedAt);
  const arrow = table.live.locator('.arrow[data-step]').first();
  const step = Number(await arrow.getAttribute('data-step'));
  await arrow.dispatchEvent('click');
  await table.isAt(step);
});

test('each of two tables has a name in links and a tab of its own', async ({ opened }) => {
  const table = await opened('v1/consistent-hashing?view=table.2');
  const title = table.stage.locator('.picture.table caption');
  await expect(title).toHaveText('The nodes');
  const tabs = table.live.getByRole('group', { name: 'Picture' }).getByRole('button');
  await expect(tabs).toHaveText(['All', 'Ring', 'Table', 'Table 2']);
  await expect(tabs.nth(3)).toHaveAttribute('aria-pressed', 'true');
  await tabs.nth(2).click();
  await expect(title).toHaveText(/^All six/);
  expect(await table.get('link')).toBe('v1/consistent-hashing?view=table');
  await tabs.nth(3).click();
  await expect(title).toHaveText('The nodes');
  expect(await table.get('link')).toBe('v1/consistent-hashing?view=table.2');
});

test('a tab shows one picture large, and the link remembers it', async ({ opened }) => {
  const table = await opened('v1/quorum');
  const pictures = table.stage.locator('.view');
  await expect(pictures).toHaveCount(2);
  const tabs = table.live.getByRole('group', { name: 'Picture' }).getByRole('button');
  await tabs.nth(2).click();
  await expect(pictures).toHaveCount(1);
  await expect(tabs.nth(2)).toHaveAttribute('aria-pressed', 'true');
  expect(await table.get('link')).toContain('view=space-time');
  await tabs.first().click();
  await expect(pictures).toHaveCount(2);
  expect(await table.get('link')).toBe('v1/quorum');
});
