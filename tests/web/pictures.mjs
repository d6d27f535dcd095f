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
];

const folder = fileURLToPath(new URL('../../docs/pictures/', import.meta.url));
await mkdir(folder, { recursive: true });
const server = await serve();
const browser = await chromium.launch(launchOptions);

/** The page with its first model live, its upper edge a little below that of the window. */
async function picture({ path, ...settings }, deviceScaleFactor) {
  const context = await browser.newContext({ ...settings, deviceScaleFactor, reducedMotion: 'reduce' });
  const page = await context.newPage();
  await page.goto(server.url + path);
  const table = page.locator('sand-table').first();
  await table.scrollIntoViewIfNeeded();
  await page.locator('sand-table[data-live]').first().waitFor();
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
