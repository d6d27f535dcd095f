// How fast is the built site in a browser? Prints one JSON object: for each name five figures.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync } from 'node:zlib';
import { chromium } from '@playwright/test';
import { launchOptions } from './browser.mjs';
import { dist, serve } from './serve.mjs';
import { foreign } from './support/foreign.mjs';

const RUNS = 5;
/** How many seeks make one figure, so that the clock's grain does not show. */
const SEEKS = 20;
const EVENTS = 10_000;
const FRAMES = 90;
const THROTTLE = 4;

const operations = Array.from(
  { length: 330 },
  (_, i) => `@${i + 1}s+${i % 3 ? 'read' : 'write+Friday'}+via+${'ABCDE'[i % 5]}`,
).join(';');

/** Runs of about ten thousand events: many small steps, and few large ones. */
const LONG = [
  `v1/quorum?n=5&w=3&r=3&do=${operations}`,
  'v1/rate-limiting?traffic=poisson&rate=35&limit=20&length=40',
];

/** Scenes with as much to be seen as a model shows. */
const HEAVY = [
  'v1/quorum?n=5&w=3&r=3&loss=20&twice=20&at=0s',
  `v1/quorum?n=5&w=3&r=3&twice=40&strict=off&do=${operations.split(';').slice(0, 60).join(';')}&at=30s`,
  'v1/rate-limiting?traffic=poisson&rate=35&limit=20&length=40&at=0s',
];

const server = await serve();
const browser = await chromium.launch(launchOptions);

/** A page with one live element. */
async function opened(link) {
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
  await foreign(page, server.url, `<sand-table link="${link.replaceAll('&', '&amp;')}"></sand-table>`);
  await page.locator('sand-table[data-live]').waitFor();
  await page.evaluate(() => document.querySelector('sand-table').ready());
  const wrong = await page.evaluate(() => window.seen.find((event) => event.name === 'error'));
  if (wrong) throw new Error(`${link.slice(0, 80)}: ${wrong.detail.message}`);
  return page;
}

/** Seeks in one run: the milliseconds of a seek with all that is drawn anew, those of the engine. */
async function seeks(link) {
  const page = await opened(link);
  const found = await page.evaluate(async (SEEKS) => {
    const table = document.querySelector('sand-table');
    const events = JSON.parse(table.trace).steps.reduce((sum, step) => sum + step.events.length, 0);
    const { length } = table;
    // What has changed is drawn before the next turn; its layout is asked for.
    const { port1, port2 } = new MessageChannel();
    const drawn = async () => {
      await new Promise((done) => {
        port1.onmessage = done;
        port2.postMessage(0);
      });
      table.getBoundingClientRect();
    };
    const whole = [];
    let engine = 0;
    for (let i = 0; i <= SEEKS; i += 1) {
      // To the last step but one and back: each replays the run from its beginning.
      const before = performance.now();
      table.seek(length - 1 - (i % 2));
      const called = performance.now();
      await drawn();
      const after = performance.now();
      if (i > 0) {
        whole.push(after - before);
        engine += called - before;
      }
      if (i % 2) table.seek(length);
    }
    whole.sort((a, b) => a - b);
    return { events, seek: whole[whole.length >> 1], engine: engine / SEEKS };
  }, SEEKS);
  await page.close();
  if (found.events < EVENTS * 0.9) throw new Error(`only ${found.events} events in ${link.slice(0, 60)}`);
  return found;
}

/** The milliseconds from the beginning of a frame until it is painted: the 95th percentile. */
async function frames(link) {
  const page = await opened(link);
  const session = await page.context().newCDPSession(page);
  await session.send('Emulation.setCPUThrottlingRate', { rate: THROTTLE });
  const p95 = await page.evaluate(async (FRAMES) => {
    document.querySelector('sand-table').play();
    const taken = [];
    const { port1, port2 } = new MessageChannel();
    for (let i = 0; i < FRAMES; i += 1) {
      await new Promise((done) =>
        requestAnimationFrame((began) => {
          // The message is read once the frame's style, layout and paint are done.
          port1.onmessage = () => done(taken.push(performance.now() - began));
          port2.postMessage(0);
        }),
      );
    }
    taken.sort((a, b) => a - b);
    return taken[Math.floor(taken.length * 0.95)];
  }, FRAMES);
  await page.close();
  return p95;
}

/** The bytes, under brotli, of everything that is fetched until the first model is live. */
async function transferred() {
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
  const files = new Set();
  page.on('response', (response) => files.add(new URL(response.url()).pathname));
  await page.goto(new URL('distribution/quorum/', server.url).href);
  await page.locator('sand-table').first().scrollIntoViewIfNeeded();
  await page.locator('sand-table[data-live]').first().waitFor();
  await page.close();
  const bytes = [...files].map((path) => readFileSync(join(dist, path.replace(/\/$/, '/index.html'))));
  return bytes.reduce((sum, body) => sum + brotliCompressSync(body).length, 0);
}

/** The milliseconds of the same seek in the same engine, compiled for this machine. */
function native(link) {
  const root = fileURLToPath(new URL('../..', import.meta.url));
  const program = ['run', '--quiet', '--release', '--package', 'sandtable-core', '--example', 'pace'];
  const said = execFileSync(process.env.CARGO ?? 'cargo', [...program, '--', link], {
    cwd: root,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  return said.trim().split('\n').map(Number);
}

const figures = { seek_ms: [], frame_ms_p95: [], events_per_second: [], first_widget_bytes: [] };
const replays = [];
for (let run = 0; run < RUNS; run += 1) {
  const found = [];
  for (const link of LONG) found.push(await seeks(link));
  // What is slowest counts.
  figures.seek_ms.push(Math.max(...found.map((each) => each.seek)));
  figures.events_per_second.push(Math.min(...found.map((each) => (each.events / each.engine) * 1000)));
  replays.push(found.map((each) => each.engine));
  const p95 = [];
  for (const link of HEAVY) p95.push(await frames(link));
  figures.frame_ms_p95.push(Math.max(...p95));
  figures.first_widget_bytes.push(await transferred());
  const short = (all) => all.map((ms) => ms.toFixed(1)).join(' ');
  console.error(
    `run ${run + 1}: seek ${short(found.map((each) => each.seek))} ms, ` +
      `of it the engine ${short(found.map((each) => each.engine))} ms, frames ${short(p95)} ms`,
  );
}
await browser.close();
await server.close();

try {
  const here = LONG.map(native);
  figures.wasm_over_native = replays.map((list, run) =>
    Math.max(...list.map((ms, i) => ms / here[i][run])),
  );
} catch (error) {
  console.error(`the native run was not measured: ${error.message.slice(0, 120)} …`);
}
console.log(JSON.stringify(figures));
