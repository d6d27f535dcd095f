// Is every challenge graded by what the reader does, and by nothing else?
import { expect, still, test } from './support/test.mjs';
import { solution, solve } from './support/challenge.mjs';
import { living } from './support/pages.mjs';
import { wake } from './support/table.mjs';

test.use(still);

for (const path of living) {
  test(`/${path}: each challenge is won by its own solution, and not before`, async ({ page }) => {
    await page.goto(path || './');
    for (const challenge of await page.locator('.challenge').all()) {
      const host = challenge.locator('sand-table').first();
      await wake(host);
      const grade = challenge.locator('.grade');
      await expect(grade).toHaveText('');
      await solve(challenge);
      await expect(grade).toHaveText(/^Done: broken with \d+ faults?\.$/);
      await expect(grade).toHaveClass(/won/);
      await host.evaluate((table) => table.seek(0));
      await expect(grade).toHaveText('');
    }
  });
}

test('other settings and more faults than allowed do not count', async ({ page }) => {
  await page.goto('distribution/quorum/');
  const challenge = page.locator('.challenge[data-faults="2"]').first();
  const host = challenge.locator('sand-table');
  await wake(host);
  const grade = challenge.locator('.grade');
  const script = await solution(challenge);
  await host.evaluate((table, script) => table.setAttribute('do', script), `${script}; @5s crash B`);
  await host.evaluate((table) => table.settle());
  await expect(grade).toHaveText('Broken, but with 3 faults; the goal allows 2.');
  await host.evaluate((table) => table.setAttribute('r', '1'));
  await expect(grade).toHaveText('The settings were changed: reset to try again.');
});
