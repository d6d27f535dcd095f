// Are two runs shown in step, with the place where they part?
import { expect, still, test } from './support/test.mjs';

test.use(still);

const sentence = (table) => table.live.locator('p.divergence');
const words = (table, side) => table.live.locator('section.stage').nth(side).locator(':scope > .sr');

test('the second run differs in one rule, and the place where they part is named', async ({
  opened,
}) => {
  const table = await opened('v1/quorum?w=1&r=1');
  const hash = await table.hash();
  await table.button('Compare').click();
  await expect(table.button('Compare')).toHaveAttribute('aria-pressed', 'true');
  await expect(table.live.locator('section.stage')).toHaveCount(2);
  await expect(table.live.getByRole('group', { name: 'Quorum, the other settings' })).toBeVisible();
  await expect(sentence(table)).toContainText(/^The runs part at [\d.]+ m?s: on .+, these settings do “.+”, the others “.+”\./);
  await expect(table.live.getByRole('button', { name: /^Go to: the runs part at / })).toHaveCount(1);
  expect(await table.get('link')).toContain('vs=');
  expect(await table.hash(), 'the run that was there is the same').toBe(hash);
  const checks = table.live.locator('.checks').nth(1);
  await expect(checks).toContainText('A read returns what was saved before it, or newer');
  await table.call('settle');
  await expect(checks.locator('.check').first()).not.toHaveClass(/violated/);
  await expect(table.live.locator('.checks').first().locator('.check').first()).toHaveClass(/violated/);
});

test('both follow one scrubber, step for step', async ({ opened }) => {
  const table = await opened('v1/quorum?w=1&r=1&vs=w:2,r:2&at=0s');
  const [first, second] = [await words(table, 0).textContent(), await words(table, 1).textContent()];
  expect(first).toContain('- client');
  await sentence(table).getByRole('button', { name: 'go there' }).click();
  expect(await table.get('position')).toBeGreaterThan(0);
  await expect(words(table, 0)).not.toHaveText(first);
  await expect(words(table, 1)).not.toHaveText(second);
  expect(await words(table, 0).textContent()).not.toBe(await words(table, 1).textContent());
  await table.button('Reset').click();
  await expect(words(table, 0)).toHaveText(first);
  await expect(words(table, 1)).toHaveText(second);
});

test('an action is done in both, and a link brings both back', async ({ page, opened }) => {
  const table = await opened('v1/quorum?w=1&r=1&vs=w:2,r:2&at=0.1s');
  await table.button('Crash C').click();
  await expect(words(table, 0)).toContainText('C, crashed');
  await expect(words(table, 1)).toContainText('C, crashed');
  const [link, said] = [await table.get('link'), await sentence(table).innerText()];
  const scenes = [await words(table, 0).textContent(), await words(table, 1).textContent()];
  const again = await opened(link);
  expect(await sentence(again).innerText()).toBe(said);
  expect([await words(again, 0).textContent(), await words(again, 1).textContent()]).toEqual(scenes);
  await expect(page.locator('#it')).toHaveAttribute('link', link);
});

test('equal settings never part, and compare can be left', async ({ opened }) => {
  const table = await opened('v1/quorum?vs=w:2');
  await expect(sentence(table)).toHaveText('The two runs do the same from beginning to end.');
  await table.live.locator('.versus').getByRole('button', { name: 'Less: W to call a write saved' }).click();
  await expect(sentence(table)).toContainText('The runs part at');
  await table.button('Compare').click();
  await expect(sentence(table)).toHaveCount(0);
  await expect(table.live.locator('section.stage')).toHaveCount(1);
  expect(await table.get('link')).toBe('v1/quorum');
});

for (const model of ['rate-limiting', 'consistent-hashing']) {
  test(`${model} can be compared too`, async ({ opened }) => {
    const table = await opened(`v1/${model}`);
    await table.button('Compare').click();
    await expect(table.live.locator('section.stage')).toHaveCount(2);
    await expect(sentence(table)).toContainText('The runs part at');
  });
}
