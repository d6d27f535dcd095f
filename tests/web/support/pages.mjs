// Which pages does the site have, and which of them have models?
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { dist } from '../serve.mjs';

const read = (name) => {
  try {
    return readFileSync(join(dist, name), 'utf8');
  } catch {
    throw new Error(`${name} is missing in ${dist}: build the site with \`cargo xtask build\``);
  }
};

const listed = [...read('sitemap.xml').matchAll(/<loc>(.*?)<\/loc>/g)].map(
  ([, address]) => new URL(address, 'http://x').pathname,
);
const root = listed.toSorted((a, b) => a.length - b.length)[0] ?? '/';

/** The paths of all pages in the sitemap, from the site's root: ``, `about/`, … */
export const pages = listed.map((path) => path.slice(root.length));

/** Their HTML, as it is served. */
export const html = Object.fromEntries(pages.map((path) => [path, read(`${path}index.html`)]));

/** Those with at least one model. */
export const living = pages.filter((path) => html[path].includes('<sand-table'));

if (living.length === 0) throw new Error('no page of the site has a model');
