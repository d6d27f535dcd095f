// Does the player keep still when it should: unseen, or for a reader who asks for less motion?
import { expect, test } from './support/test.mjs';
import { wake } from './support/table.mjs';

const AMBIENT =
  '<div style="width: 900px"><sand-table id="it" link="v1/rate-limiting?at=0s"></sand-table></div>';
const PROTOCOL = '<sand-table id="it" link="v1/quorum?at=0s"></sand-table>';
const FAR = '<p style="height: 6000px">A long way</p>';

/** Scrolls, and waits until the page knows what can be seen now. */
const scroll = (page, y) =>
  page.evaluate((y) => {
    scrollTo(0, y);
    const element = document.getElementById('it');
    return new Promise((done) => {
      const seen = new IntersectionObserver((entries) => {
        if (entries.at(-1).isIntersecting === (y === 0)) done(seen.disconnect());
      });
      seen.observe(element);
    });
  }, y);

test.beforeEach(({ page }) => page.clock.install());

test.describe('by default', () => {
  test('a protocol opens standing still', async ({ page, foreign }) => {
    await foreign(PROTOCOL);
    const table = await wake(page.locator('#it'));
    await page.clock.runFor(5_000);
    expect(await table.get('position')).toBe(0);
  });

  test('traffic flows while it is seen, with a pause in sight, and stops off screen', async ({
    page,
    foreign,
  }) => {
    await foreign(AMBIENT + FAR);
    const table = await wake(page.locator('#it'));
    await expect(table.button('Pause')).toBeInViewport();
    await page.clock.runFor(3_000);
    const flowed = await table.get('position');
    expect(flowed).toBeGreaterThan(0);
    await scroll(page, 5_000);
    const left = await table.get('position');
    await page.clock.runFor(4_000);
    expect(await table.get('position')).toBe(left);
    await scroll(page, 0);
    await page.clock.runFor(3_000);
    expect(await table.get('position')).toBeGreaterThan(left);
  });

  test('traffic that was stopped stays stopped', async ({ page, foreign }) => {
    await foreign(AMBIENT + FAR);
    const table = await wake(page.locator('#it'));
    await page.clock.runFor(1_000);
    await table.button('Pause').click();
    const stopped = await table.get('position');
    await scroll(page, 5_000);
    await scroll(page, 0);
    await page.clock.runFor(3_000);
    expect(await table.get('position')).toBe(stopped);
  });
});

test.describe('with less motion', () => {
  test.use({ contextOptions: { reducedMotion: 'reduce' } });

  test('traffic does not start by itself', async ({ page, foreign }) => {
    await foreign(AMBIENT);
    const table = await wake(page.locator('#it'));
    await page.clock.runFor(5_000);
    expect(await table.get('position')).toBe(0);
    await expect(table.button('Play')).toBeVisible();
  });

  for (const [kind, body] of [['a protocol', PROTOCOL], ['traffic', AMBIENT]]) {
    test(`${kind} plays in frames: nothing is seen between two steps`, async ({ page, foreign }) => {
      await foreign(body);
      const table = await wake(page.locator('#it'));
      const scenes = new Map();
      const stand = async () => {
        const [step, scene] = await page.evaluate(() => {
          const { position, scene } = document.getElementById('it');
          return [position, scene];
        });
        if (scenes.has(step)) expect(scene, `step ${step}`).toBe(scenes.get(step));
        scenes.set(step, scene);
      };
      await stand();
      await table.button('Play').click();
      for (let i = 0; i < 30; i += 1) {
        await page.clock.runFor(70);
        await stand();
      }
      expect(scenes.size).toBeGreaterThan(2);
    });
  }

  test('a step is taken at once, and trails show where messages come from', async ({
    page,
    foreign,
  }) => {
    await foreign(PROTOCOL);
    const table = await wake(page.locator('#it'));
    for (let step = 1; step <= 4; step += 1) {
      await table.button('Step').click();
      expect(await table.get('position')).toBe(step);
    }
    await table.call('seek', 1);
    await expect(table.live.locator('.message .trail').first()).toHaveCSS('display', 'inline');
  });
});
