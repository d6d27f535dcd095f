// What does Lighthouse say of the first page, a topic and a page for frames? Prints one line of JSON:
// the lowest score of each category, out of 100. The site is served as a host of files would, with what
// stands there in brotli; the network and the processor are Lighthouse's own slow ones.
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const [packages] = process.argv.slice(2);
const require = createRequire(pathToFileURL(join(packages, 'package.json')));
const { default: lighthouse } = await import(pathToFileURL(require.resolve('lighthouse')).href);
const { launch } = await import(pathToFileURL(require.resolve('chrome-launcher')).href);
const { serve } = await import('../web/serve.mjs');
const { launchOptions } = await import('../web/browser.mjs');

const PAGES = ['', 'distribution/quorum/', 'embed/quorum/'];
const server = await serve('/', { packed: true });
const browser = await launch({ chromePath: launchOptions.executablePath, chromeFlags: launchOptions.args });
const lowest = {};
try {
  for (const path of PAGES) {
    const { lhr } = await lighthouse(server.url + path, { port: browser.port, output: 'json', logLevel: 'error' });
    const scores = Object.entries(lhr.categories).map(([name, { score }]) => [name, Math.round(score * 100)]);
    console.error(`/${path}: ${scores.map((pair) => pair.join(' ')).join(', ')}`);
    for (const [name, score] of scores) lowest[name] = Math.min(score, lowest[name] ?? 100);
  }
} finally {
  await browser.kill();
  await server.close();
}
console.log(JSON.stringify(lowest));
