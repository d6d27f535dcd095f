// Is what custom-elements.json promises what the element has, and is that all?
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import Ajv from 'ajv';
import { expect, still, test } from './support/test.mjs';
import { seen } from './support/foreign.mjs';
import { wake } from './support/table.mjs';
import { dist } from './serve.mjs';

test.use(still);

const json = (path) => JSON.parse(readFileSync(path, 'utf8'));
const manifest = json(join(dist, 'custom-elements.json'));
const { schemaVersion, modules } = manifest;
const [element] = modules[0].declarations;
const named = (list) => list.map((each) => each.name).sort();

test('it has the form of a manifest', async ({ request }) => {
  expect(schemaVersion).toMatch(/^2\.\d+\.\d+$/);
  expect(modules).toHaveLength(1);
  expect(element).toMatchObject({ kind: 'class', customElement: true, tagName: 'sand-table' });
  expect((await request.get(modules[0].path)).status(), 'the module is there').toBe(200);
  const { declaration } = modules[0].exports[0];
  expect(declaration).toEqual({ name: element.name, module: modules[0].path });
  for (const list of ['attributes', 'members', 'events', 'slots', 'cssProperties', 'cssParts']) {
    expect(new Set(named(element[list])).size, `${list}: each once`).toBe(element[list].length);
    for (const each of element[list]) expect(each.description, each.name).toMatch(/^\S.*\.$/);
  }
});

test('it keeps to the published schema', () => {
  const schema = json(createRequire(import.meta.url).resolve('custom-elements-manifest/schema.json'));
  const ajv = new Ajv({ allErrors: true, allowUnionTypes: true }).addSchema(schema, 'manifest');
  // A declaration may be of any kind there, and a plain class may have anything: ours is an element.
  const whole = ajv.compile({ $ref: 'manifest' });
  const own = ajv.compile({ $ref: 'manifest#/definitions/CustomElementDeclaration' });
  const errors = (it) => [
    ...((whole(it), whole.errors) ?? []),
    ...((own(it.modules[0].declarations[0]), own.errors) ?? []),
  ];
  expect(errors(manifest)).toEqual([]);
  // The schema lets any field be added: one that it does not name is a slip of ours.
  const known = new Set(['$schema']);
  JSON.stringify(schema, (key, value) => {
    if (key === 'properties') for (const name of Object.keys(value)) known.add(name);
    return value;
  });
  const strange = [];
  JSON.stringify(manifest, (key, value) => {
    if (key && !/^\d+$/.test(key) && !known.has(key)) strange.push(key);
    return value;
  });
  expect(strange).toEqual([]);
  // And it can be missed.
  for (const spoil of [
    (it) => delete it.schemaVersion,
    (it) => (it.modules[0].kind = 'script'),
    (it) => delete it.modules[0].declarations[0].name,
    (it) => (it.modules[0].declarations[0].events[0].type = 'CustomEvent'),
    (it) => (it.modules[0].exports[0].declaration = element.name),
  ]) {
    const spoiled = structuredClone(manifest);
    spoil(spoiled);
    expect(errors(spoiled), spoil.toString()).not.toEqual([]);
  }
});

test('its members are those of the element, neither more nor fewer', async ({ page, foreign }) => {
  await foreign('<sand-table id="it" model="quorum"></sand-table>');
  const table = await wake(page.locator('#it'));
  const own = await table.host.evaluate((it) => {
    const all = Object.getOwnPropertyDescriptors(Object.getPrototypeOf(it));
    const rows = Object.entries(all).filter(([name]) => !/^constructor$|Callback$/.test(name));
    return rows.map(([name, { value, set }]) => ({
      name,
      kind: value ? 'method' : 'field',
      type: value ? 'function' : Array.isArray(it[name]) ? 'Check[]' : typeof it[name],
      readonly: value ? undefined : !set,
    }));
  });
  const promised = element.members.map(({ name, kind, type, readonly }) => ({
    name,
    kind,
    type: kind === 'method' ? 'function' : type.text,
    readonly,
  }));
  const order = (a, b) => a.name.localeCompare(b.name);
  expect(own.sort(order)).toEqual(promised.sort(order));
});

test('every attribute is read, and no other', async ({ page, foreign }) => {
  test.slow();
  await foreign('<sand-table id="it" model="quorum"></sand-table>');
  await wake(page.locator('#it'));
  /** What is told of an element with these attributes. */
  const told = (attributes) =>
    page.evaluate(async (attributes) => {
      const it = document.createElement('sand-table');
      for (const [name, value] of Object.entries(attributes)) it.setAttribute(name, value);
      const said = [];
      it.addEventListener('sand-table:error', ({ detail }) => said.push(...detail.problems.map((p) => p.what)));
      document.body.append(it);
      await it.ready();
      await new Promise((done) => setTimeout(done, 20));
      it.remove();
      return said.join('\n');
    }, attributes);
  const unknown = await told({ model: 'quorum', nonsense: '?!' });
  expect(unknown).toContain('nonsense');
  const own = ['model', 'link', 'seed', 'do', 'at', 'view', 'vs', 'controls', 'loop', 'range', 'address'];
  for (const { name, description } of element.attributes) {
    if (name === 'address') continue;
    // Settings say whose they are.
    const model = own.includes(name) ? 'quorum' : /^([a-z0-9-]+): /.exec(description)?.[1];
    const base = name === 'link' || name === 'model' ? {} : { model };
    const answer = await told({ ...base, [name]: '?!' });
    expect(answer, `${name} on ${model}`).not.toBe('');
    expect(answer, name).not.toContain(unknown.replaceAll('nonsense', name));
  }
  expect(await told({ model: 'quorum' })).toBe('');
  expect(named(element.attributes)).toEqual(expect.arrayContaining(own));
  // The one that takes no value: the page's address follows.
  await page.evaluate(() => document.getElementById('it').setAttribute('address', ''));
  const it = await wake(page.locator('#it'));
  await expect.poll(() => it.get('position')).toBeGreaterThan(0);
  await it.call('seek', 2);
  await expect.poll(() => page.url()).toContain('#!it?v1/quorum');
});

test('every event is fired', async ({ page, foreign }) => {
  await foreign('<sand-table id="it" link="v1/quorum?w=1&amp;r=1"></sand-table>');
  const table = await wake(page.locator('#it'));
  await table.call('seek', 17);
  await table.call('step');
  await table.call('act', 'dance');
  for (const { name, type } of element.events) {
    const fired = await seen(page, name.replace('sand-table:', ''));
    expect(fired.length, name).toBeGreaterThan(0);
    const fields = [...type.text.matchAll(/(\w+): /g)].map(([, field]) => field);
    expect(Object.keys(fired[0].detail).sort(), name).toEqual(fields.sort());
  }
  expect(element.events).toHaveLength(4);
});

test('every custom property is there with its default, is used, and can be set by the host', async ({
  page,
  foreign,
}) => {
  await foreign('<sand-table id="it" model="quorum"></sand-table>');
  const table = await wake(page.locator('#it'));
  const tight = (text) => text.replaceAll(/\s/g, '');
  for (const { name, default: value } of element.cssProperties) {
    const found = await table.host.evaluate((it, name) => {
      const used = it.shadowRoot.adoptedStyleSheets.flatMap((sheet) => [...sheet.cssRules]);
      return {
        value: getComputedStyle(it).getPropertyValue(name),
        used: used.some((rule) => rule.cssText.includes(`var(${name})`)),
      };
    }, name);
    expect(tight(found.value), name).toBe(tight(value));
    expect(found.used, `${name} is used`).toBe(true);
  }
  const play = table.button('Play');
  await page.addStyleTag({ content: 'sand-table { --st-accent: rgb(1 2 3); --st-raised: rgb(4 5 6); }' });
  await expect(play).toHaveCSS('background-color', 'rgb(1, 2, 3)');
  await expect(table.live.locator('.player')).toHaveCSS('background-color', 'rgb(4, 5, 6)');
});

test('its parts are those of the element, at most six, and can be named by the host', async ({ page, foreign }) => {
  await foreign('<sand-table id="it" model="quorum"></sand-table>');
  const table = await wake(page.locator('#it'));
  const parts = await table.host.evaluate((it) => [
    ...new Set([...it.shadowRoot.querySelectorAll('[part]')].map((each) => each.part.value)),
  ]);
  expect(parts.sort()).toEqual(named(element.cssParts));
  expect(parts.length).toBeLessThanOrEqual(6);
  const styles = parts.map((part) => `sand-table::part(${part}) { outline: 3px solid rgb(7 8 9); }`);
  await page.addStyleTag({ content: styles.join('\n') });
  for (const part of parts) {
    await expect(table.live.locator(`[part=${part}]`)).toHaveCSS('outline-color', 'rgb(7, 8, 9)');
  }
});
