// What does axe find in a page?
import { AxeBuilder } from '@axe-core/playwright';
import axeCore from 'axe-core';
import { expect } from './test.mjs';

/** Lets axe read each colour once: a page has ten thousand words in a dozen colours, and to read one
 * is most of what axe does. Runs in the page, after axe. */
const readColoursOnce = () => {
  const { prototype } = window.axe.commons.color.Color;
  const read = prototype.parseString;
  const known = new Map();
  prototype.parseString = function (text) {
    if (!known.has(text)) {
      const { r, g, b, alpha } = read.call(this, text);
      known.set(text, { r, g, b, alpha });
    }
    return Object.assign(this, known.get(text));
  };
};

const axeSource = `${axeCore.source};(${readColoursOnce})();`;

/** An axe of a page, which gathers what is wrong and no more than one place of what is right: of
 * pages with ten thousand elements the places of all that is right are most of its time. */
export const axe = (page) =>
  new AxeBuilder({ page, axeSource }).options({ resultTypes: ['violations'] }).setLegacyMode(true);

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
  expect.soft(grave.flatMap(lines), 'what axe finds').toEqual([]);
}
