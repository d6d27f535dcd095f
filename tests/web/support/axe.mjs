// What does axe find in a page?
import { AxeBuilder } from '@axe-core/playwright';
import { expect } from './test.mjs';

/** An axe of a page, which gathers what is wrong and no more than one place of what is right: of
 * pages with ten thousand elements the places of all that is right are most of its time. */
export const axe = (page) =>
  new AxeBuilder({ page }).options({ resultTypes: ['violations'] }).setLegacyMode(true);

/** Holds a page to what an axe finds: nothing serious or critical, by at least so many rules. What
 * is neither is told with the test’s results. */
export async function judge(builder, info, rulesMin = 6) {
  const { violations, passes } = await builder.analyze();
  expect(passes.length, 'rules that apply').toBeGreaterThanOrEqual(rulesMin);
  // One line for each place.
  const lines = ({ id, impact, nodes, help }) =>
    nodes.map((node) => `${impact} ${id}: ${help} (${node.target.flat().join(' ')})`);
  const grave = violations.filter(({ impact }) => ['serious', 'critical'].includes(impact));
  const light = violations.filter((violation) => !grave.includes(violation));
  for (const line of light.flatMap(lines)) info.annotations.push({ type: 'axe', description: line });
  expect(grave.flatMap(lines)).toEqual([]);
}
