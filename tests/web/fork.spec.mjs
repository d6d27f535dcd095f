// What becomes of the run that was seen, when the reader acts in its past?
import { expect, still, test } from './support/test.mjs';

test.use(still);

test('acting behind what was seen starts a branch, and the old one stays', async ({ opened }) => {
  const table = await opened('v1/quorum');
  await table.button('Settle').click();
  const before = { hash: await table.hash(), link: await table.get('link') };
  await expect(table.branches).toHaveCount(0);
  await table.call('seek', 3);
  await table.button('Crash B').click();
  const branches = table.branches.getByRole('button');
  await expect(branches).toHaveText(['1 opened', '2 crash B']);
  await expect(branches.nth(1)).toHaveAttribute('aria-current', 'true');
  const forked = { hash: await table.hash(), scene: await table.get('scene') };
  expect(forked.hash).not.toBe(before.hash);
  expect(forked.scene).toContain('B, crashed');
  await branches.first().click();
  await expect(branches.first()).toHaveAttribute('aria-current', 'true');
  expect(await table.hash()).toBe(before.hash);
  expect(await table.get('scene')).not.toContain('crashed');
  await branches.nth(1).click();
  expect({ hash: await table.hash(), scene: await table.get('scene') }).toEqual(forked);
});

test('what the script does later stays, and where nobody has been there is no fork', async ({
  opened,
}) => {
  const table = await opened('v1/quorum?at=0.3s');
  const later = await table.script.getByRole('listitem').allTextContents();
  await table.button('Crash C').click();
  await table.button('Restart C').click();
  await expect(table.branches).toHaveCount(0);
  const now = await table.script.getByRole('listitem').allTextContents();
  expect(now).toEqual(expect.arrayContaining(later));
  expect(now.length).toBe(later.length + 2);
});

test('an action can be taken out again, as a branch of its own', async ({ opened }) => {
  const table = await opened('v1/quorum');
  const link = await table.get('link');
  await table.live.getByRole('button', { name: /^Take out: .*cut A-B/ }).click();
  await expect(table.script).not.toContainText('cut A-B');
  expect(await table.get('scene')).not.toContain('is cut');
  await table.branches.getByRole('button').first().click();
  expect(await table.get('link')).toBe(link);
  await expect(table.script).toContainText('cut A-B');
});

test('reset leaves the work before it reachable', async ({ opened }) => {
  const table = await opened('v1/quorum');
  await table.button('Crash B').click();
  const [hash, script] = [await table.hash(), await table.script.innerText()];
  await table.button('Reset').click();
  expect(await table.get('link')).toBe('v1/quorum');
  await table.branches.getByRole('button').first().click();
  expect(await table.hash()).toBe(hash);
  expect(await table.script.innerText()).toBe(script);
});
