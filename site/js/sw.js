// The service worker: keeps pages on the device, and answers from there. What is kept belongs to one
// version of the site; a newer version waits until the reader asks for it.
const LIST = { path: 'offline.json', hash: 'LIST-HASH' };
const NAME = `sandtable-${LIST.hash}`;
const { scope } = registration;
const at = (path) => new URL(path, scope).href;

/** The file behind a path if its bytes are those of this version, and no others. */
const fetched = async (path, hash) => {
  const got = await fetch(at(path), { cache: 'no-cache' });
  if (!got.ok) throw new Error(`${path}: ${got.status}`);
  const bytes = await got.clone().arrayBuffer();
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes)).subarray(0, 5);
  const found = [...digest].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  if (found !== hash) throw new Error(`${path} is of another version`);
  // An answer that came by a detour cannot be given for a page, and the bytes are unpacked.
  return new Response(bytes, { headers: { 'content-type': got.headers.get('content-type') ?? '' } });
};

let known;
/** What this version has: `files` with hash and size, what is always kept, and the tracks. */
const list = () =>
  (known ??= caches
    .open(NAME)
    .then((cache) => cache.match(at(LIST.path)))
    .then((kept) => kept ?? fetched(LIST.path, LIST.hash))
    .then((got) => got.json())
    .catch((e) => {
      known = undefined;
      throw e;
    }));

/** Keeps files that are not kept yet, a few at a time; tells after each. */
const keep = async (paths, tell = () => {}) => {
  const [{ files }, cache] = await Promise.all([list(), caches.open(NAME)]);
  const all = [...paths];
  const next = async () => {
    for (let path = all.shift(); path !== undefined; path = all.shift()) {
      const known = files[path];
      if (!known) throw new Error(`${path} is not in this version`);
      if (!(await cache.match(at(path)))) await cache.put(at(path), await fetched(path, known[0]));
      tell(path);
    }
  };
  await Promise.all([next(), next(), next(), next()]);
};

/** The paths that are kept. */
const kept = async () => {
  const cache = await caches.open(NAME);
  return (await cache.keys()).map(({ url }) => url.slice(scope.length));
};

/** What an earlier version kept and this one still has: as it is, where its bytes are the same. */
const inherit = async () => {
  const { files } = await list();
  const cache = await caches.open(NAME);
  for (const name of await caches.keys()) {
    if (name === NAME || !name.startsWith('sandtable-')) continue;
    const old = await caches.open(name);
    const before = await (await old.match(at(LIST.path)))?.json();
    for (const path of Object.keys(before?.files ?? {})) {
      const answer = files[path] && (await old.match(at(path)));
      if (!answer || (await cache.match(at(path)))) continue;
      if (before.files[path][0] === files[path][0]) await cache.put(at(path), answer);
      else await keep([path]);
    }
  }
};

addEventListener('install', (event) => {
  const ready = async () => {
    const cache = await caches.open(NAME);
    await cache.put(at(LIST.path), await fetched(LIST.path, LIST.hash));
    await inherit();
    await keep((await list()).shell);
  };
  event.waitUntil(ready());
});

addEventListener('activate', (event) => {
  const ready = async () => {
    const names = await caches.keys();
    const old = names.filter((name) => name.startsWith('sandtable-') && name !== NAME);
    await Promise.all(old.map((name) => caches.delete(name)));
    await clients.claim();
  };
  event.waitUntil(ready());
});

addEventListener('message', (event) => {
  const [port] = event.ports;
  const { type, paths } = event.data ?? {};
  const answer = async () => {
    if (type === 'go') return skipWaiting();
    if (type === 'status') return port?.postMessage({ list: await list(), kept: await kept() });
    if (type === 'keep') {
      await keep(paths, (path) => port?.postMessage({ path }));
      return port?.postMessage({ done: true });
    }
  };
  event.waitUntil(answer().catch((e) => port?.postMessage({ error: e.message, name: e.name })));
});

/** From the device where it is kept; else from the network, and kept if it is of this version. */
const answer = async (request, path) => {
  const cache = await caches.open(NAME);
  const here = await cache.match(at(path));
  if (here) return here;
  try {
    const { files } = await list();
    if (files[path]) {
      const got = await fetched(path, files[path][0]);
      await cache.put(at(path), got.clone());
      return got;
    }
  } catch {} // Of another version, no room, or no network: as without this worker.
  try {
    return await fetch(request);
  } catch (e) {
    const page = request.mode === 'navigate' && request.destination === 'document';
    if (!page) throw e;
    return Response.redirect(`${at('offline/')}#${encodeURIComponent(path)}`);
  }
};

addEventListener('fetch', (event) => {
  const { request } = event;
  const url = new URL(request.url);
  const own = `${url.origin}${url.pathname}`;
  if (request.method !== 'GET' || request.headers.has('range') || !own.startsWith(scope)) return;
  const path = own.slice(scope.length).replace(/(^|\/)index\.html$/, '$1');
  event.respondWith(answer(request, path));
});
