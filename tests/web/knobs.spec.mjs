// Do knobs, rules and the seed change the run, within their ranges?
import { expect, still, test } from './support/test.mjs';

test.use(still);

test('a number has its range, unit, default and help, and goes up and down', async ({ opened }) => {
  const table = await opened('v1/quorum');
  const name = 'W to call a write saved';
  const input = table.live.getByRole('textbox', { name });
  await expect(input).toHaveValue('2');
  await table.button(`More: ${name}`).click();
  await expect(input).toHaveValue('3');
  expect(await table.get('link')).toContain('w=3');
  await expect(table.button(`More: ${name}`)).toBeDisabled();
  await table.button(`Less: ${name}`).click();
  await table.button(`Less: ${name}`).click();
  await expect(input).toHaveValue('1');
  await expect(table.button(`Less: ${name}`)).toBeDisabled();
  await table.live.locator('.knob summary', { hasText: name }).click();
  await expect(table.live.locator('.knob', { hasText: name }).locator('.help')).toHaveText(
    /How many copies .+ From 1 to 3; 2 unless changed\./,
  );
});

test('a knob with a single value is not shown until it has a choice', async ({ opened }) => {
  const table = await opened('v1/quorum?n=1&w=1&r=1');
  const knob = (name) => table.live.locator('.knob', { hasText: name });
  await expect(knob('N copies')).toBeVisible();
  await expect(knob('W to call a write saved')).toBeHidden();
  await table.button('More: N copies').click();
  await expect(knob('W to call a write saved')).toBeVisible();
});

test('what is written can be the reader’s own words, within their limits', async ({ page, opened }) => {
  const table = await opened('v1/quorum?at=0s');
  const field = table.uses.getByRole('textbox', { name: /^Your own text: Write/ });
  await expect(field).toHaveAttribute('placeholder', 'Friday');
  await field.fill('a "b"; c@d');
  await table.button('Write “a "b"; c@d” via B').click();
  expect(await table.get('transcript')).toContain('write “a "b"; c@d”');
  await expect(field).toHaveValue('');
  // What is too long is refused with the cure of the declaration, and can be mended.
  const link = await table.get('link');
  await field.fill('thirteen long');
  await field.press('Enter');
  await expect(table.alert).toContainText('thirteen long');
  await expect(table.alert.locator('.cure')).toHaveText(/write 1 to 12 characters/);
  await expect(field).toHaveValue('thirteen long');
  await expect(field).toBeFocused();
  expect(await table.get('link')).toBe(link);
  await field.fill('twelve chars');
  await field.press('Enter');
  await expect(table.alert).toBeEmpty();
  expect(await table.get('transcript')).toContain('write “twelve chars”');
  // The keys of the stage do nothing while it is typed in.
  const position = await table.get('position');
  await field.focus();
  await page.keyboard.type(' r?');
  expect(await table.get('position')).toBe(position);
  await expect(field).toHaveValue(' r?');
});

test('a lookup is of the reader’s own key', async ({ opened }) => {
  const table = await opened('v1/consistent-hashing');
  const field = table.uses.getByRole('textbox', { name: 'Your own text: Look up' });
  await field.fill('my key');
  await table.button('Look up my key').click();
  expect(await table.get('transcript')).toContain('my key is on');
});

test('a value out of range is refused with its cure, and nothing changes', async ({ opened }) => {
  const table = await opened('v1/quorum');
  const input = table.live.getByRole('textbox', { name: 'N copies' });
  for (const value of ['9', '0', '-1', 'three', '1e3', '999999999999999999999']) {
    await input.fill(value);
    await input.blur();
    await expect(table.alert).toContainText(value);
    await expect(table.alert.locator('.cure')).toHaveText(/\S/);
    await expect(input).toHaveValue('3');
    expect(await table.get('link')).toBe('v1/quorum');
  }
  await input.fill('5');
  await input.blur();
  await expect(table.alert).toBeEmpty();
  expect(await table.get('link')).toContain('n=5');
  expect(await table.get('scene')).toContain('- E, holds');
});

test('a rule is a switch, says what it protects, and its check breaks without it', async ({
  opened,
}) => {
  const table = await opened('v1/quorum');
  const rule = table.live.getByRole('switch', { name: 'R + W > N, protects check 1 and 2' });
  const check = table.live.locator('.check').first();
  await table.call('settle');
  await expect(rule).toHaveAttribute('aria-checked', 'true');
  await expect(check).toHaveClass(/holds/);
  await rule.click();
  await expect(rule).toHaveAttribute('aria-checked', 'false');
  await expect(check).toContainText('not protected: R + W > N');
  await table.call('settle');
  await expect(check).toHaveClass(/violated/);
  expect((await table.check('fresh')).holds).toBe(false);
  await rule.click();
  await expect(rule).toHaveAttribute('aria-checked', 'true');
  await table.call('settle');
  await expect(check).not.toHaveClass(/violated/);
});

test('the seed is shown, can be changed, and decides the run', async ({ opened }) => {
  const table = await opened('v1/quorum');
  const seed = table.live.getByRole('textbox', { name: 'Seed' });
  await expect(seed).toHaveValue('7');
  const first = await table.hash();
  await table.button('Another seed').click();
  await expect(seed).toHaveValue('8');
  expect(await table.hash()).not.toBe(first);
  await seed.fill('7');
  await seed.blur();
  expect(await table.hash()).toBe(first);
  for (const wrong of ['x', '-1', '1.5', '18446744073709551616']) {
    await seed.fill(wrong);
    await seed.blur();
    await expect(table.alert).toContainText(`\`${wrong}\` is no seed`);
    expect(await table.hash()).toBe(first);
  }
  await seed.fill('18446744073709551615');
  await seed.blur();
  expect(await table.get('link')).toContain('seed=18446744073709551615');
});

test('actions that speak of nodes which are gone are set aside, and come back', async ({ opened }) => {
  const table = await opened('v1/quorum?n=5&do=@0.2s+write+Friday+via+E;@1s+crash+E');
  const script = await table.script.innerText();
  const input = table.live.getByRole('textbox', { name: 'N copies' });
  await input.fill('3');
  await input.blur();
  await expect(table.live.getByText(/^Set aside, because/)).toContainText('crash E');
  await input.fill('5');
  await input.blur();
  await expect(table.live.getByText(/^Set aside, because/)).toHaveCount(0);
  expect(await table.script.innerText()).toBe(script);
});

test('a choice of words changes the run', async ({ opened }) => {
  const table = await opened('v1/consistent-hashing');
  const choice = table.live.locator('.knobs select').first();
  const [first, hash] = [await choice.inputValue(), await table.hash()];
  const values = await choice.locator('option').evaluateAll((all) => all.map((o) => o.value));
  expect(values.length).toBeGreaterThan(3);
  for (const value of values) {
    await choice.selectOption(value);
    await expect(choice).toHaveValue(value);
    if (value === first) expect(await table.hash()).toBe(hash);
    else expect(await table.get('link')).toContain(`=${value}`);
  }
});
