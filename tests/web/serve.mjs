// How is the built site served to the tests? From any base path, as a plain host of files would.
import { createServer } from 'node:http';
import { readFile, stat } from 'node:fs/promises';
import { extname, join, normalize, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder with the site that is tested. */
export const dist = resolve(
  process.env.SANDTABLE_DIST ?? fileURLToPath(new URL('../../dist', import.meta.url)),
);

/** What a host of files says so that pages of others may use them; GitHub Pages does. */
export const OPEN = { 'access-control-allow-origin': '*' };

const TYPES = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.md': 'text/markdown; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.wasm': 'application/wasm',
  '.webmanifest': 'application/manifest+json',
  '.xml': 'application/xml; charset=utf-8',
};

/** The file behind an address, or where the address leads, or nothing. */
async function find(path, base, folder) {
  if (!path.startsWith(base)) return {};
  const file = normalize(join(folder, decodeURIComponent(path.slice(base.length))));
  if (file !== folder && !file.startsWith(folder + sep)) return {};
  const found = await stat(file).catch(() => undefined);
  if (found?.isDirectory()) {
    return path.endsWith('/') ? { file: join(file, 'index.html') } : { moved: `${path}/` };
  }
  return found?.isFile() ? { file } : {};
}

/** Serves the site, or another folder, below `base` on a free port; gives the address and what stops
 * it. Every answer has these headers beside its own; a function gives those of a path. */
export async function serve(base = '/', { folder = dist, headers = {}, packed = false } = {}) {
  if (!(await stat(join(folder, 'index.html')).catch(() => undefined))) {
    throw new Error(`there is no site in ${folder}: build it with \`cargo xtask build\``);
  }
  const server = createServer(async (request, response) => {
    const path = new URL(request.url, 'http://x').pathname;
    const { file, moved } = await find(path, base, folder).catch(() => ({}));
    if (moved) return response.writeHead(301, { location: moved }).end();
    // What stands there in brotli is served to whoever reads that.
    const small = packed && file && /\bbr\b/.test(request.headers['accept-encoding'] ?? '');
    const brotli = small && (await readFile(`${file}.br`).catch(() => undefined));
    const body = brotli || (file && (await readFile(file).catch(() => undefined)));
    const type = TYPES[extname(file ?? '404.html')] ?? 'application/octet-stream';
    const own = typeof headers === 'function' ? headers(path) : headers;
    const more = brotli ? { 'content-encoding': 'br', vary: 'accept-encoding', ...own } : own;
    response.writeHead(body ? 200 : 404, { 'content-type': type, 'cache-control': 'no-cache', ...more });
    return response.end(body ?? (await readFile(join(folder, '404.html')).catch(() => '')));
  });
  await new Promise((ready) => server.listen(0, '127.0.0.1', ready));
  const close = () => {
    server.closeAllConnections();
    return new Promise((closed) => server.close(closed));
  };
  return { url: `http://127.0.0.1:${server.address().port}${base}`, close };
}
