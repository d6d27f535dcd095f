// What would somebody write into a link, an attribute or an address who means harm?

/** What runs, if anything of it is ever read as markup or as script. */
const MARKUP = [
  '<img src=x onerror=window.__hit=1>',
  '"><svg onload=window.__hit=1>',
  "'><script>window.__hit=1</script>",
  '</script><script>window.__hit=1</script>',
  '<iframe srcdoc="<script>parent.__hit=1</script>"></iframe>',
  'javascript:window.__hit=1',
  'data:text/html,<script>opener.__hit=1</script>',
  '{{constructor.constructor("window.__hit=1")()}}',
  '`${window.__hit=1}`',
  '"-(window.__hit=1)-"',
  '//example.org/x.js',
  'https://example.org/',
  '../../../../etc/passwd',
  'x);window.__hit=1;//',
  '}*{background:url(https://example.org/)}',
];

const NAMES = ['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', 'then', 'null', 'NaN'];

const NUMBERS = [
  '-1', '-0', '+3', '1e9', '0x10', '1.5', '٣', '3 ', ' 3', '1_000', 'Infinity', '',
  '18446744073709551615', '18446744073709551616', '9'.repeat(400), `0.${'0'.repeat(4000)}1`, '0'.repeat(60_000),
];

const TEXTS = [
  '\u202egnp.exe', '\u200b\u200d\ufeff', '\u0000', 'a\u0000b', '\ud800', '\udfff\ud800', '\uffff', '\u0007\u001b[31m',
  '𝔮𝔲𝔬𝔯𝔲𝔪', 'quоrum', 'e\u0301'.repeat(2000), 'x'.repeat(65_536), '\n\r\t', '%', '%2', '%zz', '%00', '%ED%A0%80',
  '%C0%AF', '%F8%88%80%80%80', '%25'.repeat(9000), '+', '&&&&', '====', '????', ';;;;', '@@@@', '#'.repeat(50),
];

const SCRIPTS = [
  `write ${'\\"'.repeat(9000)}`,
  `write "${'\\\\'.repeat(9000)}`,
  '"'.repeat(20_000),
  `@0s write ${'"a" '.repeat(3000)}via A`,
  '@0s crash A;'.repeat(1999) + '@0s crash A',
  '@0s cut A-B;'.repeat(3000),
  '@9999999999999999999999s crash A',
  '@0s~99999999999999999999 crash A',
  '@-1s crash A',
  '@1s crash __proto__',
  '@1s skew A -99999999999999999999',
  '@1s skew A 9223372036854775807',
  '@1s drift A 9223372036854775807',
  '@1s delay write.1:A-B 18446744073709551615ns',
  '@1s drop write.99999999999999999999:A-B',
  '@5s crash A;@1s crash B',
  '@1s crash A @1s',
];

const PACKED = ['', '=', 'AAAA', '____', '!!!!', 'A', 'z1/', 'A'.repeat(60_000), '_'.repeat(9999), '-_-_-_-_-_-_', '../../x'];

const encoded = (text) => encodeURIComponent(text.toWellFormed());

/** Values of a setting. */
export const values = [...MARKUP, ...NAMES, ...NUMBERS, ...TEXTS];

/** Scripts. */
export const scripts = [...SCRIPTS, ...MARKUP, ...NAMES, ...TEXTS];

/** Whole links. */
export const links = [
  ...values,
  ...values.map((value) => `v1/${value}`),
  ...values.map((value) => `v1/quorum?w=${encoded(value)}`),
  ...MARKUP.concat(NAMES, TEXTS).map((name) => `v1/quorum?${encoded(name)}=1`),
  ...MARKUP.concat(TEXTS).map((text) => `v1/quorum?do=@0.2s+write+"${encoded(text)}"+via+A`),
  ...['seed', 'at', 'view', 'vs'].flatMap((name) =>
    MARKUP.slice(0, 4).concat(NAMES, NUMBERS).map((value) => `v1/quorum?${name}=${encoded(value)}`),
  ),
  ...scripts.map((script) => `v1/quorum?do=${encoded(script)}`),
  ...PACKED.map((text) => `z1/${text}`),
  `v1/quorum?${'w=1&'.repeat(15_000)}w=1`,
  `v1/quorum?vs=${'w:1,'.repeat(15_000)}w:1`,
  'v1/quorum?w=1&w=2', 'v1/quorum?vs=vs:1', 'v1/quorum?vs=w:1,w:2', 'v1//quorum', 'V1/quorum', 'v1/quorum#x', 'v1/quorum/../bm25',
];

/** A whole number below `end`, by a generator that a test seeds. Mulberry32. */
export function dice(seed) {
  let state = seed >>> 0;
  return (end) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) % end;
  };
}

const PIECES = [
  ...MARKUP, ...NAMES, ...NUMBERS.slice(0, 14), ...TEXTS.filter((text) => text.length < 60),
  '&', '=', ';', '@', '+', '"', '\\', '~', '?', ':', ',', '.', '-', '@0s+', '&at=', '&do=', '&vs=', '&seed=', '&view=table', 'v1/', 'z1/',
];

/** One of these links with one to four things done to it: cut, doubled, joined, swapped, put in. */
export function mutated(links, roll) {
  const pick = (list) => list[roll(list.length)];
  let link = pick(links);
  for (let n = 1 + roll(4); n > 0; n -= 1) {
    const [a, b] = [roll(link.length + 1), roll(link.length + 1)].toSorted((x, y) => x - y);
    link = pick([
      () => link.slice(0, a) + link.slice(b),
      () => link.slice(0, b) + link.slice(a),
      () => link.slice(0, a) + pick(PIECES) + link.slice(a),
      () => link.slice(0, a) + pick(PIECES) + link.slice(b),
      () => link.slice(0, a) + pick(links).slice(a),
      () => link.slice(0, a) + String.fromCharCode(roll(128)) + link.slice(a + 1),
      () => link.replaceAll(/\d+/g, (digits) => (roll(3) ? digits : `${roll(1000)}`)),
      () => link.slice(0, a) + encoded(link.slice(a, b)) + link.slice(b),
    ])().slice(0, 70_000);
  }
  return link;
}

const ODD_NAMES = [...NAMES, 'length', 'sandtable', 'type', 'link', 'theme', 'size', 'height_px'];
/** What a script calls when it makes a text or a number of something. */
const CALLED = ['toString', 'valueOf', 'toJSON', 'then'];

/** Something that can be sent, as JSON: a text of somebody who means harm, a number, or several in one. */
function sent(roll, recorded, depth = 0) {
  const pick = (list) => list[roll(list.length)];
  const inside = () => sent(roll, recorded, depth + 1);
  return pick([
    () => JSON.stringify(pick(values.filter((text) => text.length < 9_000)).toWellFormed()),
    () => JSON.stringify(mutated(recorded, roll).toWellFormed()),
    () => pick(['0', '-1', '1e308', 'null', 'true', '[]', '{}', '"dark"', '"auto"', '"v1/quorum?w=1"']),
    () => JSON.stringify({ [pick(CALLED)]: roll(3) }),
    () => (depth < 3 ? `[${Array.from({ length: roll(4) }, inside)}]` : '[]'),
    () => (depth < 3 ? `{${Array.from({ length: roll(4) }, () => `${JSON.stringify(pick(roll(2) ? ODD_NAMES : CALLED))}:${inside()}`)}}` : '{}'),
  ])();
}

/** A message to a frame, or from one, as JSON: nearly one that is understood. */
export function message(recorded, roll) {
  const pick = (list) => list[roll(list.length)];
  const type = pick(roll(4) ? ['size', 'theme', 'link'] : ['error', ...ODD_NAMES]);
  const version = roll(8) ? '1' : pick(['2', '0', '"1"', 'null', '[1]', '{}', '-1', '1.5']);
  const fields = [`"sandtable":${version}`, `"type":${roll(12) ? JSON.stringify(type) : sent(roll, recorded)}`];
  if (roll(10)) fields.push(`${JSON.stringify(roll(8) ? type : pick(ODD_NAMES))}:${sent(roll, recorded)}`);
  if (!roll(4)) fields.push(`"height_px":${sent(roll, recorded)}`);
  return roll(12) ? `{${fields}}` : sent(roll, recorded);
}
