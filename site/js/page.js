// The script of pages: the choice of light or dark, what opens the search, copying, and what comes once
// the page is there.
// Everything else on a page works without it.

const themes = ['auto', 'light', 'dark'];
const root = document.documentElement;
const nav = document.querySelector('.site-top nav');
if (nav) {
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'theme';
  const say = () => {
    const theme = root.dataset.theme ?? 'auto';
    button.textContent = { auto: '◐', light: '☼', dark: '☾' }[theme] ?? '◐';
    button.setAttribute('aria-label', `Theme: ${theme}. Change it`);
    button.title = `Theme: ${theme}`;
  };
  button.addEventListener('click', () => {
    const next = themes[(themes.indexOf(root.dataset.theme ?? 'auto') + 1) % themes.length];
    if (next === 'auto') delete root.dataset.theme;
    else root.dataset.theme = next;
    try {
      if (next === 'auto') localStorage.removeItem('theme');
      else localStorage.setItem('theme', next);
    } catch {} // Without storage the choice lasts as long as the page.
    say();
  });
  say();
  nav.append(button);
}

// The search is fetched when it is first opened. Where it does not come, or was not built, its link
// leads to the page that lists everything.
const finder = './search.js';
// On the page of the list itself its link is written `./`.
const all = [...(nav?.querySelectorAll('a') ?? [])].find(({ href }) => href.endsWith('search/'));
if (all && finder) {
  const page = (url) => url.split('#')[0];
  const isThere = () => page(all.href) === page(location.href);
  const search = (fragment = '') =>
    import(new URL(finder, import.meta.url).href)
      .then((script) => script.open(all.href, fragment, isThere()))
      .catch(() => isThere() || location.assign(all.href));
  const linked = () => isThere() && /^#(q|track|kind|difficulty)=/.test(location.hash) && search(location.hash);
  all.addEventListener('click', (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    search();
  });
  // Not while somebody writes, and not where a model has the keys.
  const theirs = 'input, textarea, select, [contenteditable], sand-table, dialog';
  addEventListener('keydown', (event) => {
    const slash = event.key === '/' && !event.ctrlKey && !event.metaKey && !event.altKey;
    const k = event.key.toLowerCase() === 'k' && (event.ctrlKey || event.metaKey) && !event.altKey;
    if (!(slash || k) || event.defaultPrevented || event.target.closest?.(theirs)) return;
    event.preventDefault();
    search();
  });
  addEventListener('hashchange', linked);
  linked();
}

// A page is fetched while the pointer rests on its link, or the keyboard is on it: by the rules in the
// page's head, or by hand where a browser does not read those.
if (/^http/.test(location.protocol) && !HTMLScriptElement.supports?.('speculationrules') && !navigator.connection?.saveData) {
  const fetched = new Set([location.href.split('#')[0]]);
  let resting;
  const soon = ({ target }) => {
    clearTimeout(resting);
    const link = target.closest?.('a[href]');
    const url = link && new URL(link.href);
    // Our own pages alone are linked without a scheme; the list is what the search opens in place of.
    if (!url || !/^[^:]*\/(#|$)/.test(link.getAttribute('href')) || url.pathname.endsWith('search/')) return;
    const page = url.href.split('#')[0];
    resting = setTimeout(() => {
      if (fetched.has(page)) return;
      fetched.add(page);
      fetch(page, { priority: 'low' }).catch(() => fetched.delete(page));
    }, 100);
  };
  for (const event of ['pointerover', 'focusin']) addEventListener(event, soon);
}

// Frames that are far away are laid out once the page is there, one in each pause: then nothing moves
// when a reader jumps.
const far = [...document.querySelectorAll('sand-table')];
const pause = window.requestIdleCallback ?? ((then) => setTimeout(then, 50));
const near = () => {
  const host = far.shift();
  if (!host) return;
  host.style.contentVisibility = 'visible';
  requestAnimationFrame(() => pause(near));
};
if (document.readyState === 'complete') pause(near);
else addEventListener('load', () => pause(near));

// Snippets name this site by its own address, and can be copied.
const home = document.querySelector('.brand')?.href ?? location.href;
for (const pre of document.querySelectorAll('.plain pre')) {
  const code = pre.querySelector('code');
  code.textContent = code.textContent.replaceAll('https://ADDRESS/', home);
  if (!navigator.clipboard) continue;
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'copy';
  button.textContent = 'Copy';
  button.addEventListener('click', async () => {
    try {
      await navigator.clipboard.writeText(code.textContent);
      button.textContent = 'Copied';
    } catch {
      button.textContent = 'Select it and copy by hand';
    }
  });
  pre.after(button);
}

// What was read waits until the page is there, and so do the definitions of its terms.
if (document.querySelector('.brand')) {
  const later = () => {
    import('./reading.js');
    if (document.querySelector('.term')) import('./terms.js');
  };
  if (document.readyState === 'complete') later();
  else addEventListener('load', later);
}

// What is kept on the device waits until the page is there.
if (document.querySelector('link[rel=manifest]')) {
  const later = () => (document.querySelector('#kept, #pages') ? import('./device.js') : import('./offline.js'));
  if (document.readyState === 'complete') later();
  else addEventListener('load', () => setTimeout(later, 1000));
}

// What grades challenges waits until the page is there. In one file pages come as they are asked for.
const graded = async (root) => {
  const found = [...root.querySelectorAll('.challenge')];
  if (found.length) found.forEach((await import('./challenge.js')).judged);
};
if (document.readyState === 'complete') graded(document);
else addEventListener('load', () => graded(document));
addEventListener('sandtable:page', ({ target }) => graded(target));
