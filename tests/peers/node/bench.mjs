// How fast are search and replicated text in JavaScript, next to core as wasm, in one process?
//
// node bench.mjs PACKAGES WASM INPUT: the folder of the packages, the module that wasm-bindgen wrote
// for Node, and a file of documents, queries and edits. Prints seconds, round by round, as JSON.

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { gzipSync } from 'node:zlib';

const [packages, wasm, input] = process.argv.slice(2);
const require = createRequire(join(resolve(packages), 'packages.js'));
const { Builder, Document } = createRequire(import.meta.url)(resolve(wasm));
const { documents, short, whole, trace } = JSON.parse(readFileSync(input, 'utf8'));

const MiniSearch = require('minisearch');
const lunr = require('lunr');
const elasticlunr = require('elasticlunr');
const { Index } = require('flexsearch');
const Y = require('yjs');

/** Each library: how its index is made, asked (numbers of the best documents) and written down. */
const SEARCH = {
  ours: {
    build() {
      const builder = new Builder();
      for (const text of documents) builder.add(text);
      return builder.finish();
    },
    ask: (index, query, count) => index.search(query, count),
    write: (index) => index.saved(),
  },
  minisearch: {
    build() {
      const index = new MiniSearch({ fields: ['text'] });
      index.addAll(documents.map((text, id) => ({ id, text })));
      return index;
    },
    ask: (index, query, count) => index.search(query).slice(0, count).map((hit) => hit.id),
    write: (index) => JSON.stringify(index),
  },
  lunr: {
    build() {
      return lunr(function () {
        this.ref('id');
        this.field('text');
        documents.forEach((text, id) => this.add({ id, text }));
      });
    },
    // As terms, so that a colon or a star in the text is no operator.
    ask: (index, query, count) =>
      index
        .query((q) => {
          for (const token of lunr.tokenizer(query)) q.term(token.toString(), {});
        })
        .slice(0, count)
        .map((hit) => Number(hit.ref)),
    write: (index) => JSON.stringify(index),
  },
  elasticlunr: {
    build() {
      const index = elasticlunr(function () {
        this.setRef('id');
        this.addField('text');
        this.saveDocument(false);
      });
      documents.forEach((text, id) => index.addDoc({ id, text }));
      return index;
    },
    ask: (index, query, count) =>
      index.search(query, {}).slice(0, count).map((hit) => Number(hit.ref)),
    write: (index) => JSON.stringify(index),
  },
  flexsearch: {
    build() {
      const index = new Index({ tokenize: 'strict' });
      documents.forEach((text, id) => index.add(id, text));
      return index;
    },
    ask: (index, query, count) => index.search(query, { limit: count, suggest: true }),
    write(index) {
      const parts = [];
      index.export((key, data) => parts.push(key, data));
      return JSON.stringify(parts);
    },
  },
};

const TEXT = {
  ours() {
    const document = new Document();
    for (const [at, deleted, typed] of trace.edits) document.edit(at, deleted, typed);
    const text = document.text();
    document.free();
    return text;
  },
  yjs() {
    const text = new Y.Doc().getText('text');
    for (const [at, deleted, typed] of trace.edits) {
      if (deleted > 0) text.delete(at, deleted);
      if (typed) text.insert(at, typed);
    }
    return text.toString();
  },
};

const seconds = (work) => {
  const started = process.hrtime.bigint();
  work();
  return Number(process.hrtime.bigint() - started) / 1e9;
};

/** In time of the processor, for long work: waiting for other programs does not count. */
const processorSeconds = (work) => {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6;
};

/** Times all in turn, round after round; the first round is not counted. */
const rounds = (count, works) => {
  const times = Object.fromEntries(Object.keys(works).map((name) => [name, []]));
  for (let round = 0; round <= count; round += 1) {
    for (const [name, work] of Object.entries(works)) {
      const took = work();
      if (round > 0) times[name].push(took);
    }
  }
  return times;
};

const quantile = (times, part) => times.sort((a, b) => a - b)[Math.round((times.length - 1) * part)];

const search = () => {
  const names = Object.keys(SEARCH);
  const works = (of) => Object.fromEntries(names.map((name) => [name, of(name)]));
  const build = rounds(3, works((name) => () => processorSeconds(() => SEARCH[name].build())));
  const indexes = works((name) => SEARCH[name].build());
  const asked = (queries, part) =>
    rounds(
      7,
      works((name) => () => {
        const { ask } = SEARCH[name];
        return quantile(
          queries.map((query) => seconds(() => ask(indexes[name], query, 10))),
          part,
        );
      }),
    );
  const bytes = works((name) => gzipSync(SEARCH[name].write(indexes[name]), { level: 9 }).length);
  const found = works((name) => whole.map((query) => Array.from(SEARCH[name].ask(indexes[name], query, 1000))));
  return { build, short: asked(short, 0.5), whole: asked(whole, 0.5), bytes, found };
};

const text = () => {
  for (const [name, work] of Object.entries(TEXT)) {
    if (work() !== trace.end) throw new Error(`${name} ends with another text`);
  }
  return rounds(3, { yjs: () => processorSeconds(TEXT.yjs), ours: () => processorSeconds(TEXT.ours) });
};

console.log(JSON.stringify({ search: documents && search(), text: trace && text() }));
