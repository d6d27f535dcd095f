// How does the site's own search compare with others over the same pages? Bytes, time, relevance.
//
// `node compare.mjs DIST PACKAGES PLAYWRIGHT INDEXER` prints a table in Markdown. It is called by
// `cargo xtask bench search`.
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { extname, join, relative } from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import { launchOptions } from '../web/browser.mjs';

const [dist, packages, playwright, indexer] = process.argv.slice(2);
const judged = JSON.parse(readFileSync(new URL('queries.json', import.meta.url), 'utf8'));
const require = createRequire(join(packages, 'package.json'));
const { chromium } = createRequire(join(playwright, 'package.json'))('@playwright/test');
const version = (name, folder) => `${name} ${JSON.parse(readFileSync(join(packages, folder, 'package.json'), 'utf8')).version}`;

/** How many results are looked at, with their passages. */
const SHOWN = 5;
const ROUNDS = 25;
/** How many pages a whole site has. */
const WHOLE = 120;

// The pages: all but the lists of other pages.
const read = (...path) => readFileSync(join(dist, ...path), 'utf8');
const pages = [...read('sitemap.xml').matchAll(/<loc>\/(.*?)<\/loc>/g)]
  .map(([, url]) => url)
  .filter((url) => !['search/', 'tracks/'].includes(url));

/** The sections of a page's Markdown, as plain text: what minisearch is given. */
const sections = ([url, markdown]) => {
  const plain = (text) =>
    text.replace(/\[([^\]]*)\]\([^)]*\)/g, '$1').replace(/\[\d[^\]]*\]|[*`|>]/g, '').replace(/\s+/g, ' ').trim();
  const text = markdown.replace(/^```[\s\S]*?^```$/gm, '').split('\n## Sources')[0];
  const [first, ...rest] = text.split(/^#{2,3} /m);
  const title = plain(first.split('\n')[0].replace('# ', ''));
  const of = (part) => {
    const [line, ...body] = part.split('\n');
    const [, heading, id] = /^(.*?)(?: \{#(.*)\})?$/.exec(line);
    return { heading: plain(heading), anchor: id ?? '', text: plain(body.join('\n')) };
  };
  return [{ ...of(first), heading: '' }, ...rest.map(of)].map((section, n) => ({ id: `${url}#${n}`, url, title, ...section }));
};

/** A site of `count` pages as long as ours, with sentences from all of them. Every tenth long word
 * gets another ending in each ten pages, so that words grow in number with the pages. */
const made = (count) => {
  const ours = pages.map((url) => sections([url, read(url, 'index.md')]));
  const sentences = ours.flat().flatMap(({ text }) => text.split(/(?<=[.?]) /)).filter((text) => text.length > 30);
  let state = 1;
  const below = (end) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * end);
  };
  const ends = ['al', 'ix', 'or', 'um', 'en', 'ant', 'ist', 'ure'];
  const dealt = (page) =>
    sentences[below(sentences.length)].replace(/[a-z]{6,}/g, (word) =>
      (word.length * 7 + word.charCodeAt(2) + page) % 10 ? word : word.slice(0, -1) + ends[(page + word.charCodeAt(1)) % 8]);
  const words = (page, many) => dealt(page).split(' ').slice(0, many).join(' ').replace(/[.?,;:]/g, '');
  return Array.from({ length: count }, (_, page) => {
    const rest = Array.from({ length: 11 }, (_, n) =>
      `## ${words(page, 4)} {#s${n}}\n\n${Array.from({ length: 10 }, () => dealt(page)).join(' ')}\n`);
    return [`p${String(page).padStart(3, '0')}/`, `# ${words(page, 3)}\n\n${dealt(page)}\n\n${rest.join('\n')}`];
  });
};

// minisearch: a document a section; its text is stored, because passages are shown.
const fields = { fields: ['title', 'heading', 'text'], storeFields: ['url', 'title', 'heading', 'anchor', 'text'] };
const asked = { prefix: true, fuzzy: 0.2, boost: { title: 4, heading: 2 } };
const MiniSearch = require('minisearch');
const mini = (texts) => {
  const search = new MiniSearch(fields);
  search.addAll(texts.flatMap(sections));
  return Buffer.from(JSON.stringify(search));
};

// Pagefind: the text of the pages without models, sources and lists of links.
const pagefind = join('node_modules/@pagefind', `linux-${process.arch}`);
const LEFT_OUT = ['sand-table', '.contents', '.sources', '#sources', '.neighbours', '.crumbs', '.anchor', '.solution', '.cite'];
const walk = (root) => readdirSync(root, { recursive: true }).map((name) => join(root, name)).filter((path) => statSync(path).isFile());
const bundle = (texts, start) => {
  const folder = mkdtempSync(join(tmpdir(), 'search-'));
  for (const [url, text] of texts) {
    mkdirSync(join(folder, 'in', url), { recursive: true });
    writeFileSync(join(folder, 'in', url, 'index.html'), text);
  }
  const settings = ['--site', join(folder, 'in'), '--output-path', join(folder, 'out'), '--root-selector', 'main'];
  settings.push('--exclude-selectors', LEFT_OUT.join(','));
  execFileSync(join(packages, pagefind, 'bin/pagefind_extended'), settings, { stdio: ['ignore', 'ignore', 'inherit'] });
  for (const path of walk(join(folder, 'out'))) serve(`${start}pagefind/${relative(join(folder, 'out'), path)}`, readFileSync(path));
  rmSync(folder, { recursive: true });
};

// Everything from one server, in brotli, as a host of files would.
const TYPES = { '.js': 'text/javascript', '.wasm': 'application/wasm', '.md': 'text/markdown; charset=utf-8', '.json': 'application/json' };
const files = new Map();
const serve = (url, bytes) => {
  const packed = brotliCompressSync(bytes);
  files.set(url, packed.length < bytes.length ? { bytes: packed, encoding: 'br' } : { bytes });
};
for (const path of walk(dist)) serve(`/${relative(dist, path)}`, readFileSync(path));
// The library comes with its documentation in it; whoever serves it leaves that out.
const lean = (script) => script.replace(/\/\*[\s\S]*?\*\//g, '').replace(/^\s+/gm, '');
serve('/mini.js', Buffer.from(lean(readFileSync(join(packages, 'node_modules/minisearch/dist/umd/index.js'), 'utf8'))));
// What calls our program is a part of the script that shows what it finds.
serve('/finder.js', readFileSync(new URL('../../site/js/finder.js', import.meta.url)));
serve('/', Buffer.from('<!doctype html><title>x</title>'));
serve('/mini.json', mini(pages.map((url) => [url, read(url, 'index.md')])));
bundle(pages.map((url) => [url, read(url, 'index.html')]), '/');

// The same for a whole site.
const whole = made(WHOLE);
const folder = mkdtempSync(join(tmpdir(), 'search-'));
for (const [url, text] of whole) {
  mkdirSync(join(folder, 'in', url), { recursive: true });
  writeFileSync(join(folder, 'in', url, 'index.md'), text);
  serve(`/whole/${url}index.md`, Buffer.from(text));
}
execFileSync(indexer, [join(folder, 'in'), join(folder, 'out')]);
serve('/whole/finder.index', readFileSync(join(folder, 'out')));
rmSync(folder, { recursive: true });
serve('/whole/mini.json', mini(whole));
const html = ([url, text]) => {
  const [{ title }, ...rest] = sections([url, text]);
  const parts = rest.map(({ heading, anchor, text }) => `<h2 id="${anchor}">${heading}</h2><p>${text}</p>`);
  return [url, `<!doctype html><html lang="en"><title>${title}</title><main><h1>${title}</h1>${parts.join('')}</main>`];
};
bundle(whole.map(html), '/whole/');

/** The bytes of all answers so far; those to a worker are in no page’s own count. */
let sent = 0;
const server = createServer((request, response) => {
  const path = new URL(request.url, 'http://x').pathname;
  const file = files.get(path);
  if (!file) return response.writeHead(404).end();
  const headers = { 'content-type': TYPES[extname(path)] ?? (path === '/' ? 'text/html' : 'application/octet-stream') };
  sent += file.bytes.length;
  if (file.encoding) headers['content-encoding'] = file.encoding;
  return response.writeHead(200, headers).end(file.bytes);
});
await new Promise((ready) => server.listen(0, '127.0.0.1', ready));
const origin = `http://127.0.0.1:${server.address().port}`;

const asset = (start, end) => [...files.keys()].find((path) => path.startsWith(`/assets/${start}`) && path.endsWith(end));
const parts = { code: asset('search-finder-', '.wasm'), fields, asked };
// Each set of pages, with words that are in one of them.
const SETS = {
  ours: { root: '/', index: asset('search-finder-', '.index'), queries: ['quorum', 'token bucket', 'why does an offset skip rows'] },
  whole: { root: '/whole/', index: '/whole/finder.index', queries: [whole[20], whole[60], whole[100]].map((page) => sections(page)[0].title) },
};

// What runs in the page: each opens a search that answers with pages, and shows passages.
const ENGINES = {
  ours: async ({ root, code, index }) => {
    const bytesOf = (url) => fetch(url).then((got) => got.arrayBuffer());
    const [, wasm, bytes] = await Promise.all([loaded('/finder.js'), bytesOf(code), bytesOf(index)]);
    const search = await opened(wasm, new Uint8Array(bytes));
    const texts = new Map();
    const text = (url) => texts.get(url) ?? texts.set(url, fetch(url).then((got) => got.text())).get(url);
    return {
      pages: (query) => search.find(query, '').groups.map(({ found }) => found[0].href.split('#')[0]),
      first: (query) => search.find(query, '').groups[0]?.found[0].title,
      passages: async (query, many) => {
        const found = search.find(query, '').groups.flatMap((group) => group.found).slice(0, many);
        return Promise.all(found.map(async ({ mirror, section }) => search.passage(query, section, await text(root + mirror))));
      },
    };
  },
  minisearch: async ({ root, fields, asked }) => {
    const [, json] = await Promise.all([loaded('/mini.js'), fetch(`${root}mini.json`).then((got) => got.text())]);
    const search = MiniSearch.loadJSON(json, fields);
    return {
      pages: (query) => [...new Set(search.search(query, asked).map(({ url }) => url))],
      first: (query) => search.search(query, asked)[0]?.title,
      passages: (query, many) =>
        search.search(query, asked).slice(0, many).map(({ text, terms }) => {
          const at = Math.max(0, text.toLowerCase().indexOf(terms[0]) - 60);
          return text.slice(at, at + 220);
        }),
    };
  },
  pagefind: async ({ root }) => {
    const search = await import(`${root}pagefind/pagefind.js`);
    await search.init();
    const results = async (query, many) => {
      const { results } = await search.search(query);
      return Promise.all(results.slice(0, many).map((result) => result.data()));
    };
    return {
      pages: async (query) => (await results(query, 10)).map(({ url }) => url.replace(/^\//, '')),
      first: async (query) => (await results(query, 1))[0]?.meta.title,
      passages: async (query, many) => (await results(query, many)).map(({ excerpt }) => excerpt),
    };
  },
};

const browser = await chromium.launch(launchOptions);

/** A page in a browser that has fetched nothing yet. */
const fresh = async (work, network) => {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.addInitScript(() => {
    globalThis.loaded = (src) => new Promise((done) => {
      document.head.append(Object.assign(document.createElement('script'), { src, onload: done }));
    });
  });
  await page.goto(origin);
  const devtools = await context.newCDPSession(page);
  await devtools.send('Network.enable');
  if (network) await devtools.send('Network.emulateNetworkConditions', { offline: false, ...network });
  const before = sent;
  const result = await work(page);
  await context.close();
  return { result, bytes: sent - before };
};
/** How long it takes to the first result, and to the passages of so many. */
const run = (name, set, query, many) => (page) =>
  page.evaluate(async ({ source, parts, query, many }) => {
    const start = performance.now();
    const search = await (0, eval)(source)(parts);
    const title = await search.first(query);
    const first = performance.now() - start;
    const passages = await search.passages(query, many);
    if (!title || passages.length === 0) throw new Error(`nothing found for ${query}`);
    return { first, passage: performance.now() - start };
  }, { source: `(${ENGINES[name]})`, parts: { ...parts, ...set }, query, many });

const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
/** A phone on a slow connection, as Lighthouse has it: 150 ms there and back, 1.6 Mbit/s. */
const SLOW = { latency: 150, downloadThroughput: 1.6e6 / 8, uploadThroughput: 0.75e6 / 8 };

const gain = (grade) => 2 ** grade - 1;
const dcg = (grades) => grades.reduce((sum, grade, place) => sum + gain(grade) / Math.log2(place + 2), 0);
const measured = {};
for (const name of Object.keys(ENGINES)) {
  const { result: answers } = await fresh((page) =>
    page.evaluate(async ({ source, parts, queries }) => {
      const search = await (0, eval)(source)(parts);
      const all = [];
      for (const query of queries) all.push(await search.pages(query));
      return all;
    }, { source: `(${ENGINES[name]})`, parts: { ...parts, ...SETS.ours }, queries: judged.map(({ query }) => query) }));
  const scores = judged.map(({ judged: grades }, place) => {
    const found = answers[place].slice(0, 10).map((url) => grades[url] ?? 0);
    const ideal = Object.values(grades).toSorted((a, b) => b - a).slice(0, 10);
    return { ndcg: dcg(found) / dcg(ideal), first: (found[0] ?? 0) >= 2 ? 1 : 0 };
  });
  const mean = (key) => scores.reduce((sum, score) => sum + score[key], 0) / scores.length;
  const sized = async (set, many) => {
    const bytes = [];
    for (const query of set.queries) bytes.push((await fresh(run(name, set, query, many))).bytes);
    return median(bytes);
  };
  measured[name] = { ndcg: mean('ndcg'), success: mean('first') };
  for (const [key, set] of Object.entries(SETS)) {
    measured[name][`${key} first`] = await sized(set, 1);
    measured[name][`${key} shown`] = await sized(set, SHOWN);
  }
  if (process.env.SEARCH_MISSES) {
    judged.forEach(({ query }, place) => scores[place].ndcg < 0.999 && console.error(name, query, scores[place].ndcg.toFixed(2), answers[place].slice(0, 4)));
  }
}
// By turns, so that what else the machine does is nobody's burden more than another's.
for (const [key, set] of Object.entries(SETS)) {
  for (const [where, network, rounds] of [['local', undefined, ROUNDS], ['slow', SLOW, 5]]) {
    const times = Object.fromEntries(Object.keys(ENGINES).map((name) => [name, []]));
    for (let round = 0; round < rounds; round += 1) {
      for (const name of Object.keys(ENGINES)) {
        times[name].push((await fresh(run(name, set, set.queries[1], 1), network)).result);
      }
    }
    for (const name of Object.keys(ENGINES)) {
      measured[name][`${key} ${where}`] = median(times[name].map(({ first }) => first));
      measured[name][`${key} ${where} passage`] = median(times[name].map(({ passage }) => passage));
    }
  }
}
await browser.close();
server.close();

const kB = (bytes) => `${(bytes / 1000).toFixed(1)} kB`;
const ms = (time) => `${time.toFixed(time < 100 ? 1 : 0)} ms`;
const rows = [
  ...[['ours', `our ${pages.length} pages`], ['whole', `${WHOLE} made-up pages`]].flatMap(([set, name]) => [
    [`${name}: fetched for the first result with its passage`, `${set} first`, kB, -1],
    [`${name}: fetched for the first ${SHOWN}`, `${set} shown`, kB, -1],
    [`${name}: time to the first result, nothing fetched before`, `${set} local`, ms, -1],
    [`${name}: time to its passage`, `${set} local passage`, ms, -1],
    [`${name}: to the first result at 1.6 Mbit/s and 150 ms`, `${set} slow`, ms, -1],
    [`${name}: to its passage there`, `${set} slow passage`, ms, -1],
  ]),
  [`our pages: nDCG@10, ${judged.length} queries`, 'ndcg', (n) => n.toFixed(3), 1],
  ['our pages: the first result is right', 'success', (n) => `${Math.round(n * judged.length)} of ${judged.length}`, 1],
];
const peers = ['pagefind', 'minisearch'];
const lines = rows.map(([what, key, shown, sense]) => {
  const ours = measured.ours[key];
  const verdict = peers.map((peer) => {
    const theirs = measured[peer][key];
    return shown(ours) === shown(theirs) || sense * (ours - theirs) > 0 ? '' : peer;
  }).filter(Boolean);
  const said = verdict.length ? `**worse than ${verdict.join(', ')}**` : 'better or equal';
  return `| ${what} | ${[ours, ...peers.map((peer) => measured[peer][key])].map(shown).join(' | ')} | ${said} |`;
});
console.log(`| | ours | ${version('pagefind', pagefind)} | ${version('minisearch', 'node_modules/minisearch')} | |\n|---|---|---|---|---|\n${lines.join('\n')}`);
