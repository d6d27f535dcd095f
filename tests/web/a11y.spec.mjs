// Does axe find anything on any page, in light and in dark, with the models live?
import { axe, judge } from './support/axe.mjs';
import { expect, still, test } from './support/test.mjs';
import { wakeAll } from './support/table.mjs';
import { pages } from './support/pages.mjs';

/** Waits for a frame, and ends what is still on its way to another colour. Runs in the page. */
const arrive = async () => {
  await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
  const shadows = [...document.querySelectorAll('sand-table')].map((table) => table.shadowRoot);
  for (const moving of [document, ...shadows].flatMap((root) => root.getAnimations())) moving.finish();
};

test.describe('in light and in dark', () => {
  test.use({ ...still, colorScheme: 'light' });

  for (const path of [...pages, '404.html']) {
    test(`/${path}`, async ({ page }, info) => {
      test.slow();
      await page.goto(path || './');
      const [table] = await wakeAll(page);
      if (table) {
        // Everything that can be opened is open in the first of them.
        await table.call('seek', 2);
        await table.button('Compare').click();
        await table.button('Help').click();
      }
      const unfold = (all) => all.forEach((details) => (details.open = true));
      await page.locator('details:not([name])').evaluateAll(unfold);
      await judge(axe(page), info);
      // In the dark only the colours are others.
      await page.emulateMedia({ colorScheme: 'dark' });
      await page.evaluate(arrive);
      await judge(axe(page).withRules(['color-contrast']), info, 1);
    });
  }
});

test.describe('with a menu or a message open', () => {
  test.use(still);

  test('the menu of a node', async ({ page, opened }, info) => {
    const table = await opened('v1/quorum?at=0.37s');
    await table.over(/^B$/).click();
    await expect(table.menu).toBeVisible();
    await judge(axe(page).include('#it'), info);
  });

  test('the share panel and the export panel', async ({ page, opened }, info) => {
    const table = await opened('v1/quorum');
    for (const panel of ['Share', 'Export']) {
      await table.button(panel).click();
      await judge(axe(page).include('#it'), info);
    }
  });

  test('a link that cannot be read', async ({ page, foreign }, info) => {
    await foreign('<main><h1>A page</h1><sand-table id="it" link="v1/quorum?w=9"></sand-table></main>');
    await expect(page.getByRole('alert')).toContainText('cannot be opened');
    await judge(axe(page).include('#it'), info);
  });
});
