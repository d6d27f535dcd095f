// What does the site look like? Writes the README's pictures into docs/pictures.
import { mkdir, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { chromium } from '@playwright/test';
import { launchOptions } from './browser.mjs';
import { serve } from './serve.mjs';
import { living } from './support/pages.mjs';

const BYTES_MAX = 200_000;
const WIDE = { width: 1280, height: 860 };
const PHONE = { width: 390, height: 844 };

const topic = (name) => {
  const path = living.find((path) => path.endsWith(`/${name}/`));
  if (!path) throw new Error(`the site has no page on ${name}`);
  return path;
};

const PICTURES = [
  { name: 'quorum-light', path: topic('quorum'), viewport: WIDE, colorScheme: 'light' },
  { name: 'quorum-dark', path: topic('quorum'), viewport: WIDE, colorScheme: 'dark' },
  { name: 'quorum-phone', path: topic('quorum'), viewport: PHONE, colorScheme: 'light', isMobile: true },
  { name: 'rate-limiting', path: topic('rate-limiting'), viewport: WIDE, colorScheme: 'light' },
  { name: 'consistent-hashing', path: topic('consistent-hashing'), viewport: WIDE, colorScheme: 'light' },
  { name: 'embedded', show: embedded, viewport: { width: 960, height: 760 }, colorScheme: 'light' },
  { name: 'device', show: device, viewport: { width: 960, height: 640 }, colorScheme: 'light' },
  { name: 'headless', show: headless, viewport: { width: 960, height: 420 }, colorScheme: 'dark' },
];

const folder = fileURLToPath(new URL('../../docs/pictures/', import.meta.url));
await mkdir(folder, { recursive: true });
const server = await serve();
const browser = await chromium.launch(launchOptions);

/** Somebody's page with a model in a frame. */
async function embedded(page) {
  await page.goto(`${server.url}embed.js`); // Any place of the same host; what is in it goes.
  await page.setContent(`<!doctype html><title>Our store</title>
    <body style="font:18px/1.6 Georgia,serif;max-width:800px;margin:32px auto;color:#1d2733">
    <h1>What our order service promises</h1>
    <p>Writes wait for one copy, and reads ask one. That is quick, and this is what it costs:</p>
    <iframe src="${server.url}embed/quorum/#controls=basic!v1/quorum?w=1&r=1" title="Model: Quorum" width="100%" height="520" frameborder="0"></iframe>`);
  const frame = page.frameLocator('iframe');
  await frame.locator('sand-table[data-live]').waitFor();
  await frame.locator('sand-table').evaluate((element) => element.ready());
  await frame.locator('.stage .picture:visible').first().waitFor();
}

/** What is kept on the device. */
async function device(page) {
  await page.goto(`${server.url}device/`);
  await page.getByRole('button', { name: /^Keep everything/ }).waitFor();
  await page.locator('#kept').evaluate((heading) => scrollTo(0, heading.getBoundingClientRect().top + scrollY - 24));
}

/** What a few lines in Node print. */
async function headless(page) {
  const folder = process.env.SANDTABLE_PACKAGE ?? fileURLToPath(new URL('../../target/sandtable/npm', import.meta.url));
  const { run } = await import(`${folder}/node.js`);
  const { checks, hash } = run('v1/quorum?w=1&r=1');
  const lines = checks.map(({ name, verdict, why }) => `${name.padEnd(10)} ${verdict.padEnd(9)} ${why ?? ''}`.trimEnd());
  const program = [
    "import { run } from 'sandtable';",
    '',
    "const { checks, hash } = run('v1/quorum?w=1&r=1');",
    'for (const { name, verdict, why } of checks) console.log(name, verdict, why);',
    'console.log(hash);',
  ];
  await page.setContent('<!doctype html><body style="margin:0;background:#14181d"><pre style="margin:24px;font:16px/1.6 monospace;color:#ece6da"></pre>');
  await page.locator('pre').evaluate((pre, text) => (pre.textContent = text), [...program, '', '$ node check.mjs', ...lines, hash].join('\n'));
}

/** The page with its first model live, its upper edge a little below that of the window. */
async function picture({ path, show, ...settings }, deviceScaleFactor) {
  const context = await browser.newContext({ ...settings, deviceScaleFactor, reducedMotion: 'reduce' });
  const page = await context.newPage();
  if (show) {
    await show(page);
    const bytes = await page.screenshot({ animations: 'disabled', caret: 'hide' });
    await context.close();
    return bytes;
  }
  await page.goto(server.url + path);
  const table = page.locator('sand-table').first();
  await table.scrollIntoViewIfNeeded();
  await page.locator('sand-table[data-live]').first().waitFor();
  await page.locator('sand-table').first().evaluate((element) => element.ready());
  await table.evaluate((element) => scrollTo(0, element.getBoundingClientRect().top + scrollY - 16));
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
  const bytes = await page.screenshot({ animations: 'disabled', caret: 'hide' });
  await context.close();
  return bytes;
}

for (const wanted of PICTURES) {
  // The sharpest that is small enough.
  for (const scale of [2, 1.5, 1]) {
    const bytes = await picture(wanted, scale);
    if (bytes.length > BYTES_MAX && scale > 1) continue;
    await writeFile(`${folder}${wanted.name}.png`, bytes);
    console.log(`docs/pictures/${wanted.name}.png: ${scale} ×, ${Math.round(bytes.length / 1000)} kB`);
    break;
  }
}
await browser.close();
await server.close();
