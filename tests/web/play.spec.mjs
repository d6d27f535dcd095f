// Does a run play, at the speed that is chosen, and stop when it is told to?
import { expect, test } from './support/test.mjs';
import { open } from './support/table.mjs';

/**
 * Opens a page's first model and stops the page's clock: from here on time goes on only when the
 * test says so, however slow the machine is.
 */
async function openWithStoppedClock(page) {
  await page.clock.install({ time: 0 });
  const table = await open(page, './');
  await page.clock.pauseAt(3_600_000);
  return table;
}

test('play goes on until pause', async ({ page }) => {
  const table = await openWithStoppedClock(page);
  await table.call('seek', 0);
  await table.button('Play').click();
  await page.clock.runFor(2_000);
  const then = await table.get('position');
  expect(then).toBeGreaterThan(1);
  await page.clock.runFor(1_000);
  expect(await table.get('position')).toBeGreaterThan(then);
  await table.button('Pause').click();
  const stopped = { position: await table.get('position'), scene: await table.get('scene') };
  await page.clock.runFor(3_000);
  expect({ position: await table.get('position'), scene: await table.get('scene') }).toEqual(stopped);
  await expect(table.button('Play')).toBeVisible();
});

test('between two steps a message is on its way', async ({ page }) => {
  const table = await openWithStoppedClock(page);
  await table.call('seek', 1);
  const way = () => table.get('scene').then((text) => Number(text.match(/in flight, (\d+) %/)?.[1]));
  const before = await way();
  expect(before).toBe(0);
  await table.button('Play').click();
  await page.clock.runFor(150);
  const after = await way();
  expect(await table.get('position')).toBe(1);
  expect(after).toBeGreaterThan(0);
  expect(after).toBeLessThan(100);
});

test('a single step is shown as a motion, and arrives', async ({ page }) => {
  const table = await openWithStoppedClock(page);
  await table.call('seek', 0);
  await table.button('Step').click();
  expect(await table.get('position')).toBe(0);
  await page.clock.runFor(1_000);
  expect(await table.get('position')).toBe(1);
  await page.clock.runFor(3_000);
  expect(await table.get('position')).toBe(1);
});

test('it plays to the end, and then from the start again', async ({ page }) => {
  const table = await openWithStoppedClock(page);
  const length = await table.get('length');
  await table.call('seek', length - 2);
  await table.button('Play').click();
  await page.clock.runFor(5_000);
  expect(await table.get('position')).toBe(length);
  await table.button('Play from the start').click();
  await page.clock.runFor(300);
  expect(await table.get('position')).toBeLessThan(length - 2);
  await expect(table.button('Pause')).toBeVisible();
});

test('the speed decides how far it comes', async ({ page }) => {
  const table = await openWithStoppedClock(page);
  const come = async (speed) => {
    await table.live.getByLabel('Speed').selectOption(speed);
    await table.call('seek', 0);
    await table.call('play');
    await page.clock.runFor(3_000);
    await table.call('pause');
    return table.get('position');
  };
  const [slow, plain, fast] = [await come('¼×'), await come('1×'), await come('2×')];
  expect(slow).toBeLessThan(plain);
  expect(plain).toBeLessThan(fast);
});

test('a fault stops the play, and leaves what is under way where it is', async ({ page }) => {
  const table = await openWithStoppedClock(page);
  await table.call('seek', 0);
  await table.call('play');
  await page.clock.runFor(1_500);
  await table.button('Crash C').click();
  const position = await table.get('position');
  await expect(table.button('Play')).toBeVisible();
  await page.clock.runFor(3_000);
  expect(await table.get('position')).toBe(position);
  expect(await table.get('scene')).toContain('C, crashed');
});
