// Can a run be taken away: as a link, a picture, a diagram, a trace, a text?
import { readFile } from 'node:fs/promises';
import { expect, still, test } from './support/test.mjs';
import { models } from './support/golden.mjs';

test.use(still);

/** What a button of the export panel saves: its name and its bytes. */
async function saved(page, table, name) {
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    table.live.locator('.export').getByRole('button', { name: new RegExp(`^${name}`) }).click(),
  ]);
  return { name: download.suggestedFilename(), bytes: await readFile(await download.path()) };
}

test('link, text, trace and diagram say what the element says', async ({ page, opened }) => {
  const table = await opened('v1/quorum?w=1&r=1');
  await table.button('Export').click();
  const link = await saved(page, table, 'Link');
  expect(link.name).toBe('quorum.txt');
  expect(link.bytes.toString().trim()).toContain('v1/quorum?w=1&r=1');
  const text = (await saved(page, table, 'Text')).bytes.toString();
  expect(text).toContain(await table.get('transcript'));
  expect(text).toContain(await table.get('scene'));
  const json = await saved(page, table, 'JSON');
  expect(json.name).toBe('quorum.json');
  expect(json.bytes.toString()).toBe(await table.get('trace'));
  const mermaid = await saved(page, table, 'Mermaid');
  expect(mermaid.name).toBe('quorum.mmd');
  const lines = mermaid.bytes.toString().split('\n');
  expect(lines[0]).toBe('sequenceDiagram');
  expect(lines).toContain('    participant p1 as A');
  expect(lines.filter((line) => line.includes('-x')).length, 'lost messages').toBeGreaterThan(0);
});

for (const model of models) {
  test(`the pictures of ${model} stand for themselves`, async ({ page, opened }) => {
    const table = await opened(`v1/${model}`);
    await table.button('Export').click();
    const svg = await saved(page, table, 'SVG');
    expect(svg.name).toBe(`${model}.svg`);
    const text = svg.bytes.toString();
    // It is read as a picture of its own, away from the page and its style.
    const read = await page.evaluate(async (text) => {
      const parsed = new DOMParser().parseFromString(text, 'image/svg+xml');
      const image = new Image();
      image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(text)}`;
      await image.decode();
      return {
        wrong: parsed.querySelector('parsererror')?.textContent,
        title: parsed.querySelector('title').textContent,
        words: parsed.querySelectorAll('text').length,
        said: parsed.documentElement.textContent,
        pieces: parsed.querySelectorAll(':root > svg > svg').length,
        size: [image.naturalWidth, image.naturalHeight],
        classes: parsed.querySelectorAll('svg svg [class]').length,
      };
    }, text);
    expect(read.wrong).toBeUndefined();
    expect(read.title).toMatch(/^\S.+, (step )?[\d.]+/);
    expect(read.words).toBeGreaterThan(5);
    // Every view on the stage has a piece of its own; a table is drawn for it, and taken off again.
    expect(read.pieces, 'pictures in the file').toBe(await table.stage.locator('.view').count());
    await expect(table.stage.locator('.view-table svg')).toHaveCount(0);
    for (const cell of await table.stage.locator('.view-table :is(td, th):not(:empty)').all()) {
      // Of a long cell the beginning.
      expect(read.said).toContain((await cell.textContent()).slice(0, 30).trim());
    }
    expect(Math.min(...read.size)).toBeGreaterThan(200);
    expect(read.classes, 'shapes that need a style sheet').toBe(0);
    expect(text).toContain(`v1/${model}`);
    expect(text).not.toContain('var(--');
    const png = await saved(page, table, 'PNG');
    expect(png.name).toBe(`${model}.png`);
    expect([...png.bytes.subarray(1, 4)]).toEqual([...Buffer.from('PNG')]);
    expect([png.bytes.readUInt32BE(16), png.bytes.readUInt32BE(20)]).toEqual(
      read.size.map((side) => side * 2),
    );
  });
}
