// Keeps pages on the device by the service worker: all that is always kept, and the track of the page.
// Tells when a newer version is ready; it comes when the reader asks for it.

const manifest = document.querySelector('link[rel=manifest]').href;
/** Where the site begins. */
export const home = new URL('./', manifest).href;
const CHOICE = 'sandtable:offline';

/** Whether the reader lets pages be kept. */
export const wanted = () => {
  try {
    return localStorage.getItem(CHOICE) !== 'off';
  } catch {
    return true; // Without storage there is no choice to remember.
  }
};

/** Remembers the choice; `false`: storage is full or denied. */
export const choose = (on) => {
  try {
    if (on) localStorage.removeItem(CHOICE);
    else localStorage.setItem(CHOICE, 'off');
    return true;
  } catch {
    return false;
  }
};

/** Asks the worker, and gives its last answer; what comes before is told. */
export const ask = (worker, message, tell = () => {}) =>
  new Promise((answer, refuse) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = ({ data }) => {
      if (data.path !== undefined) return tell(data.path);
      port1.close();
      if (data.error) refuse(Object.assign(new Error(data.error), { name: data.name }));
      else answer(data);
    };
    worker.postMessage(message, [port2]);
  });

/** The address of the worker, for which a page that trusts no text (Trusted Types) wants a word: this
 * script says it for this one address. */
const script = ((url) => {
  const policy = globalThis.trustedTypes?.createPolicy('sandtable', { createScriptURL: () => url });
  return policy?.createScriptURL('') ?? url;
})(`${home}sw.js`);

/** Begins to keep pages; gives the worker once it is at work. */
export const begin = async () => {
  const registration = await navigator.serviceWorker.register(script, { updateViaCache: 'none' });
  watch(registration);
  const { active } = await navigator.serviceWorker.ready;
  return active;
};

/** Takes everything that is kept off the device, with the worker. */
export const end = async () => {
  const registration = await navigator.serviceWorker.getRegistration(home);
  await registration?.unregister();
  const names = await caches.keys();
  await Promise.all(names.filter((n) => n.startsWith('sandtable-')).map((n) => caches.delete(n)));
};

/** Says that a newer version waits, and brings it when asked to. */
const watch = (registration) => {
  const offer = () => {
    const { waiting } = registration;
    if (!waiting || !navigator.serviceWorker.controller || document.querySelector('.notice')) return;
    const notice = document.createElement('div');
    notice.className = 'notice';
    notice.setAttribute('role', 'status');
    const say = document.createElement('span');
    say.textContent = 'A newer version of this site is ready.';
    const [now, later] = ['Reload', 'Later'].map((word) => {
      const button = document.createElement('button');
      button.type = 'button';
      button.textContent = word;
      return button;
    });
    now.addEventListener('click', () => {
      navigator.serviceWorker.addEventListener('controllerchange', () => location.reload(), { once: true });
      waiting.postMessage({ type: 'go' });
    });
    later.addEventListener('click', () => notice.remove());
    notice.append(say, now, later);
    document.body.append(notice);
  };
  offer();
  registration.addEventListener('updatefound', () => {
    registration.installing?.addEventListener('statechange', offer);
  });
};

/** The worker; `undefined` where pages are not kept. */
export const worker = (async () => {
  if (!('serviceWorker' in navigator) || !window.isSecureContext || !wanted()) return undefined;
  return begin().catch(() => undefined); // Denied by the browser: everything works without it.
})();

// The track of this page comes first, unless the reader saves data.
worker
  .then(async (worker) => {
    if (!worker || navigator.connection?.saveData) return;
    const { list } = await ask(worker, { type: 'status' });
    const here = location.href.slice(home.length).split(/[#?]/)[0];
    const track = list.tracks.find(({ files }) => files.includes(here));
    if (track) await ask(worker, { type: 'keep', paths: track.files });
  })
  .catch(() => {}); // No room or no network: the device page says what is kept.
