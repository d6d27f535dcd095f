// How is a challenge solved? As its page says.

/** The script of a challenge's own solution. */
export const solution = async (challenge) =>
  (await challenge.locator('.solution code').first().textContent()).trim().split('\n').join('; ');

/** Plays a challenge's own solution to its end. */
export async function solve(challenge) {
  const host = challenge.locator('sand-table').first();
  const script = await solution(challenge);
  await host.evaluate(
    (table, script) =>
      new Promise((done) => {
        table.addEventListener('sand-table:ready', () => done(table.settle()), { once: true });
        table.setAttribute('do', script);
      }),
    script,
  );
}
