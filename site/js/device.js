// What is kept on the device: shown, added to, and taken off.
import { read } from './document.js';
import { ask, begin, choose, end, home, wanted, worker } from './offline.js';
import { make, panel } from './panel.js';

const size = (bytes) => `${(bytes / 1e6).toFixed(1)} MB`;
const total = ({ files }, paths) => paths.reduce((sum, path) => sum + files[path][1], 0);
const isPage = (path) => path === '' || path.endsWith('/');

const TROUBLE = {
  QuotaExceededError: 'There is no room for more on this device. What is kept already stays.',
};
const trouble = (e) => TROUBLE[e.name] ?? `Not everything could be kept: ${e.message}. Try again with a network.`;

const keeping = document.getElementById('kept');
if (keeping) {
  const box = panel(keeping);
  const say = make('p');
  say.setAttribute('role', 'status');
  const tracks = make('ul', '', { className: 'kept-tracks' });
  const bar = make('progress');
  bar.hidden = true;
  bar.setAttribute('aria-label', 'How much is kept');
  const buttons = make('p', '', { className: 'buttons' });
  const all = make('button', 'Keep everything', { type: 'button' });
  const none = make('button', '', { type: 'button' });
  buttons.append(all, none);
  box.append(say, tracks, bar, buttons);

  let active;
  const show = async () => {
    none.textContent = active ? 'Keep nothing' : 'Keep pages on this device';
    none.hidden = !('serviceWorker' in navigator);
    all.hidden = bar.hidden = tracks.hidden = true;
    if (!active) {
      say.textContent = wanted() ? 'Your browser does not let pages be kept here.' : 'Nothing is kept on this device.';
      return;
    }
    const { list, kept } = await ask(active, { type: 'status' });
    const have = new Set(kept);
    const every = Object.keys(list.files);
    const missing = every.filter((path) => !have.has(path));
    const pages = (paths) => paths.filter(isPage).length;
    const here = every.filter((path) => have.has(path));
    say.textContent = `${pages(here)} of ${pages(every)} pages are kept: ${size(total(list, here))} of ${size(total(list, every))}.`;
    tracks.replaceChildren(
      ...list.tracks.map(({ title, files }) => {
        const item = make('li', title);
        const lacking = files.filter((path) => !have.has(path));
        if (lacking.length === 0) item.append(make('span', 'kept', { className: 'count' }));
        else {
          const button = make('button', `Keep ${size(total(list, lacking))}`, { type: 'button' });
          button.setAttribute('aria-label', `Keep the track ${title}: ${size(total(list, lacking))}`);
          button.addEventListener('click', () => add(list, lacking));
          item.append(button);
        }
        return item;
      }),
    );
    tracks.hidden = false;
    all.hidden = missing.length === 0;
    all.textContent = `Keep everything: ${size(total(list, missing))} more`;
    all.onclick = () => add(list, missing);
  };
  const busy = (on) => {
    for (const button of box.querySelectorAll('button')) button.disabled = on;
  };
  const add = async (list, paths) => {
    busy(true);
    bar.hidden = false;
    bar.max = total(list, paths);
    bar.value = 0;
    let wrong;
    try {
      // The browser is asked not to forget it; it may refuse, and then still keeps it for a while.
      await navigator.storage?.persist?.();
      await ask(active, { type: 'keep', paths }, (path) => {
        bar.value += list.files[path][1];
        say.textContent = `Keeping ${size(bar.value)} of ${size(bar.max)}.`;
      });
    } catch (e) {
      wrong = trouble(e);
    }
    await refresh();
    if (wrong) say.textContent = `${wrong} ${say.textContent}`;
  };
  const refresh = () =>
    show()
      .catch((e) => {
        say.textContent = trouble(e);
      })
      .finally(() => busy(false));
  none.addEventListener('click', async () => {
    busy(true);
    const remembered = choose(!active);
    try {
      if (active) await end();
      active = active ? undefined : await begin();
    } catch {
      active = undefined;
    }
    await refresh();
    if (!remembered) say.textContent += ' Your browser does not remember this choice.';
  });
  worker.then((found) => {
    active = found;
    return refresh();
  });
}

const pages = document.getElementById('pages');
if (pages) {
  const box = panel(pages);
  const asked = (() => {
    try {
      return new URL(decodeURIComponent(location.hash.slice(1)), home);
    } catch {
      return undefined; // An address that nobody of us wrote.
    }
  })();
  if (location.hash && asked?.href.startsWith(home)) {
    const again = make('a', 'Try the page again');
    again.href = asked.href;
    const line = make('p');
    line.append(again);
    box.append(line);
  }
  worker.then(async (active) => {
    const kept = active ? (await ask(active, { type: 'status' })).kept : [];
    const titles = await Promise.all(
      kept.filter(isPage).map(async (path) => {
        const url = new URL(path, home).href;
        const title = await read(url).then((page) => page.title, () => '');
        return [url, title.replace(/ · Sandtable$/, '')];
      }),
    );
    const items = titles
      .filter(([url]) => url !== location.href.split('#')[0])
      .sort(([, a], [, b]) => a.localeCompare(b))
      .map(([url, title]) => {
        const item = make('li');
        const link = make('a', title || url);
        link.href = url;
        item.append(link);
        return item;
      });
    const list = make('ul');
    list.append(...items);
    box.append(items.length ? list : make('p', 'No page is kept on this device.'));
  });
}
