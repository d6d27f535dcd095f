// Can a reader break the system: at the node, the link and the message, by a button, by keyboard?
import { expect, still, test } from './support/test.mjs';

test.use(still);

/** A moment at which messages are under way and nothing is broken. */
const MOMENT = 'v1/quorum?at=0.37s';

/** Opens the menu of something in the picture and chooses a line. */
async function choose(table, name, line) {
  await table.over(name).click();
  await expect(table.menu).toBeVisible();
  await table.item(line).click();
  await expect(table.menu).toHaveCount(0);
}

test('a node, by click', async ({ opened }) => {
  const table = await opened(MOMENT);
  const position = await table.get('position');
  await choose(table, /^B$/, 'Crash B');
  expect(await table.get('scene')).toMatch(/^- B, crashed/m);
  expect(await table.get('position')).toBe(position + 1);
  await expect(table.script).toContainText('crash B');
  await choose(table, /^B$/, 'Restart B');
  expect(await table.get('scene')).not.toMatch(/^- B, crashed/m);
  await choose(table, /^C$/, 'Pause C');
  expect(await table.get('scene')).toMatch(/^- C, paused/m);
});

test('a link, by click', async ({ opened }) => {
  const table = await opened(MOMENT);
  await choose(table, 'link B–C', 'Cut B–C');
  expect(await table.get('scene')).toContain('link B–C is cut');
  await choose(table, 'link B–C', 'Heal B–C');
  expect(await table.get('scene')).not.toContain('link B–C is cut');
  await choose(table, 'link B–C', 'Slow down B–C');
  expect(await table.get('scene')).toContain('link B–C is slow');
});

test('a message, by click', async ({ opened }) => {
  const table = await opened(MOMENT);
  expect(await table.get('scene')).toContain('write#1 A→C');
  await choose(table, /^write#1 A→C/, 'Drop write#1 A→C');
  expect(await table.get('scene')).not.toContain('write#1 A→C');
  await expect(table.log).toContainText('write#1 A→C is lost');
  await choose(table, /^write#1 A→B/, 'Hold up write#1 A→B');
  await choose(table, /^write#1 A→B/, 'Drop write#1 A→B');
  expect(await table.get('scene')).not.toContain('in flight, 0 % of the way: write');
  await expect(table.script).toContainText('delay write.1:A-B');
});

test('each of them by a button in a row of its own', async ({ opened }) => {
  const table = await opened(MOMENT);
  await table.faults.getByRole('button', { name: 'Crash B', exact: true }).click();
  expect(await table.get('scene')).toMatch(/^- B, crashed/m);
  await table.faults.getByRole('button', { name: 'Restart B', exact: true }).click();
  await table.faults.getByRole('button', { name: 'Cut', exact: true }).click();
  await table.item('Cut B–C').click();
  expect(await table.get('scene')).toContain('link B–C is cut');
  await table.faults.getByRole('button', { name: 'Drop', exact: true }).click();
  await table.item('Drop write#1 A→C').click();
  expect(await table.get('scene')).not.toContain('write#1 A→C');
  await table.uses.getByRole('button', { name: /^Read via C/ }).click();
  await expect(table.log.getByRole('listitem').last()).toContainText('The client asks C to read');
});

test('by keyboard alone', async ({ page, opened }) => {
  const table = await opened(MOMENT);
  await page.locator('body').press('Tab');
  await expect(table.stage).toBeFocused();
  await page.keyboard.press('Tab');
  // In the picture: one stop, and the arrows go from thing to thing.
  const node = table.over(/^B$/);
  for (let i = 0; i < 30 && !(await node.evaluate((b) => b.matches(':focus'))); i += 1) {
    await page.keyboard.press('ArrowRight');
  }
  await expect(node).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(table.menu.getByRole('menuitem').first()).toBeFocused();
  await page.keyboard.press('ArrowUp');
  await expect(table.menu.getByRole('menuitem').first()).toBeFocused();
  const lines = await table.menu.getByRole('menuitem').allTextContents();
  for (let i = 0; i < lines.indexOf('Pause B'); i += 1) await page.keyboard.press('ArrowDown');
  await expect(table.item('Pause B')).toBeFocused();
  await page.keyboard.press('Enter');
  expect(await table.get('scene')).toMatch(/^- B, paused/m);
  await expect(node).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(table.menu.getByRole('menuitem').first()).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(table.menu).toHaveCount(0);
  await expect(node).toBeFocused();
  expect(await table.get('scene')).toMatch(/^- B, paused/m);
});

test('what can be done to a thing is what its buttons offer', async ({ opened }) => {
  const table = await opened(MOMENT);
  await table.over(/^B$/).click();
  const menu = await table.menu.getByRole('menuitem').allTextContents();
  expect(menu.length).toBeGreaterThan(1);
  for (const line of menu) {
    const rows = table.uses.or(table.faults);
    await expect(rows.getByRole('button', { name: line, exact: true }), line).toHaveCount(1);
  }
});

test('nothing is left of a fault on a model that has none', async ({ opened }) => {
  const table = await opened('v1/consistent-hashing');
  await expect(table.faults.getByRole('button')).toHaveCount(0);
  await expect(table.uses.getByRole('button')).not.toHaveCount(0);
});
