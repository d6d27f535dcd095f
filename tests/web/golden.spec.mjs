// Does the browser give the same runs as the recorded ones, byte for byte?
import { expect, still, test } from './support/test.mjs';
import { golden, models } from './support/golden.mjs';

test.use(still);

test('there are recorded runs, each with its hash', () => {
  expect(golden.length).toBeGreaterThan(models.length);
  for (const run of golden) {
    expect(run.link, run.model).toMatch(new RegExp(`^v1/${run.model}(\\?|$)`));
    expect(run.hash, run.link).toMatch(/^[0-9a-f]{16}$/);
  }
});

for (const model of models) {
  test(model, async ({ page, foreign }) => {
    await foreign('<sand-table id="it"></sand-table>');
    await page.evaluate(() => document.getElementById('it').ready());
    for (const run of golden.filter((run) => run.model === model)) {
      const now = await page.evaluate((link) => {
        const element = document.getElementById('it');
        // The attribute is read once the code of the model is there.
        return new Promise((done) => {
          const told = () => done({ transcript: element.transcript, trace: element.trace });
          element.addEventListener('sand-table:ready', told, { once: true });
          element.setAttribute('link', link);
        });
      }, run.link);
      expect(now.transcript, run.link).toBe(run.transcript);
      expect(JSON.parse(now.trace).hash, run.link).toBe(run.hash);
      // Going to the end and back is the same run.
      const again = await page.evaluate(() => {
        const element = document.getElementById('it');
        element.settle();
        element.seek(0);
        return JSON.parse(element.trace).hash;
      });
      expect(again, run.link).toBe(run.hash);
    }
  });
}
