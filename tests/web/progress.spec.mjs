// What does the reader of imported progress do with files that are nearly right? It needs no browser.
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { dice } from './support/hostile.mjs';
import { dist } from './serve.mjs';

const TRIALS = 4_000;
const SEED = 20_261_120;
/** How long one of them may take. */
const TRIAL_MS_MAX = 2_000;

/** The site's own reader, as it is served. A page would call it when another tab writes. */
async function reader() {
  globalThis.addEventListener ??= () => {};
  const name = readdirSync(join(dist, 'assets')).find((file) => /^reading-store-\w+\.js$/.test(file));
  // Where no package says so, Node takes a file of this name for another kind of script.
  return import(`data:text/javascript;base64,${readFileSync(join(dist, 'assets', name)).toString('base64')}`);
}

const PAGES = ['distribution/quorum/', 'search/bm25/', 'a/', 'a/b/c/d/', 'x-1/y-2/'];
const PLACES = ['#cost', '#!w1?v1/quorum?w=1&r=1', `#${'x'.repeat(2_000)}`, '#', '#0123abcd', '#é', '# ', '#0123abcg'];
const NAMES = ['', '/', '//evil.test/', '../x/', 'A/', 'a', 'a/b/c/d/e/', 'javascript:alert(1)//', '__proto__', 'constructor/', 'a/\u0000/', '\ud800/', '٣/'];
const DAYS = ['2026-11-20', '2024-02-29', '0001-01-01', '9999-12-31'];
const WRONG_DAYS = ['2026-02-29', '2026-13-01', '2026-11-2', '', ' 2026-11-20', '+026-11-20', '２０２６-11-20', 7, null, [], {}, true, '2026-11-20T00:00:00Z'];
const ODD = [null, [], 'x', 0, true, { '': '' }, [['a/', '2026-11-20']]];
const PIECES = ['{', '}', '"', ',', ':', '\\', '\u0000', '"__proto__":', '1e999', '//', '\ufeff', 'null', '[', '"read":{},'];

/** A record that is right, or has one to three things wrong with it: as a value, then as a text. */
function nearly(roll) {
  const pick = (list) => list[roll(list.length)];
  const named = (kind) => {
    if (kind === 'read') return pick(PAGES);
    return pick(PAGES) + (kind === 'won' ? '#0123abcd' : pick(['', ...PLACES.slice(0, 4)]));
  };
  const entries = (kind) => Object.fromEntries(Array.from({ length: roll(5) }, () => [named(kind), pick(DAYS)]));
  const kinds = ['read', 'bookmarks', 'won'];
  let record = { version: 1, ...Object.fromEntries(kinds.map((kind) => [kind, entries(kind)])) };
  // One of its kinds, where it still has entries to spoil.
  const some = () => Object(record[pick(kinds)]);
  const add = (name, value) => Object.defineProperty(some(), name, { value, enumerable: true, configurable: true, writable: true });
  const odd = () => structuredClone(pick(ODD));
  const spoil = [
    () => { record.version = pick([0, 2, '1', 1.5, null, [1], Number.MAX_VALUE]); },
    () => { delete record[pick(['version', ...kinds])]; },
    () => { record[pick(kinds)] = odd(); },
    () => { record[pick(['more', 'Read', '', 'constructor', 'toString'])] = odd(); },
    () => add(pick(NAMES), pick(DAYS)),
    () => add(named(pick(kinds)), pick(WRONG_DAYS)),
    () => add(pick(PAGES) + pick(PLACES), pick(DAYS)),
    () => { record = pick([[record], { record }, JSON.stringify(record), record.read]); },
  ];
  for (let n = roll(3); n > 0; n -= 1) if (Object.hasOwn(Object(record), 'read')) pick(spoil)();
  let text = JSON.stringify(record, null, roll(3)) ?? '';
  if (roll(3) > 0) return text;
  const [a, b] = [roll(text.length + 1), roll(text.length + 1)].toSorted((x, y) => x - y);
  text = pick([
    () => text.slice(0, a),
    () => text.slice(0, a) + text.slice(b),
    () => text.slice(0, a) + pick(PIECES) + text.slice(a),
    () => text.slice(0, b) + text.slice(a),
    () => text.replace('"read"', '"__proto__"'),
    () => text.replace('{', '{"version":1,'),
  ])();
  return text;
}

test('each is read whole and written back the same, or refused with a reason and a cure', async () => {
  const { parse, text, kinds, count } = await reader();
  const roll = dice(SEED);
  const faults = [];
  const counts = { read: 0, refused: 0 };
  for (let n = 0; n < TRIALS; n += 1) {
    const given = nearly(roll);
    const wrong = (fault) => faults.push(`${fault}: ${JSON.stringify(given).slice(0, 300)}`);
    const started = performance.now();
    try {
      const record = parse(given);
      counts.read += 1;
      const said = JSON.parse(given);
      const entries = kinds.reduce((sum, kind) => sum + Object.keys(said[kind]).length, 0);
      if (count(record) !== entries) wrong(`${entries} entries, ${count(record)} of them read`);
      for (const kind of kinds) {
        for (const [name, day] of record[kind]) {
          if (!/^(?:[a-z0-9-]+\/)+(?:#[\x21-\x7e]*)?$/.test(name) || !DAYS.includes(day)) wrong(`read ${kind} ${name} ${day}`);
        }
      }
      if (text(parse(text(record))) !== text(record)) wrong('not written back the same');
    } catch (error) {
      counts.refused += 1;
      // “What is wrong: what to do.”
      if (!(error instanceof Error) || !/\S: \S.*\.$/s.test(error.message)) wrong(`refused without a cure (${error.message})`);
      if (error.message.length > 500) wrong(`a message of ${error.message.length} characters`);
    }
    if (performance.now() - started > TRIAL_MS_MAX) wrong('slow');
  }
  expect(faults.slice(0, 5)).toEqual([]);
  expect({}.read, 'no prototype was written to').toBeUndefined();
  // Both ends are met.
  expect(Math.min(counts.read, counts.refused), JSON.stringify(counts)).toBeGreaterThan(TRIALS / 10);
});
