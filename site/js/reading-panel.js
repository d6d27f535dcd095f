// The reader's own record on the page about the device: shown, taken out as a file, taken in, erased.
import { make, panel } from './panel.js';
import { FILE_MAX, aside, change, count, erase, forget, kinds, load, merge, parse, text, watch } from './reading-store.js';

const home = document.querySelector('.brand').href;
const box = panel(document.getElementById('reading'));
const button = (words) => make('button', words, { type: 'button' });

// The titles are the site's own, whatever a file says.
const pages = [...document.getElementById('pages').content.children];
const path = (link) => new URL(link.getAttribute('href'), location.href).href.slice(home.length);
const titles = new Map(pages.map((link) => [path(link), link.textContent]));
const topics = new Set(pages.filter((link) => link.className === 'topic').map(path));

/** A link to a place of this site; a page that the site does not have gets none. */
const link = (place) => {
  const page = place.split('#')[0];
  if (!titles.has(page)) return make('span', `${page} (this site has no such page)`);
  const made = make('a', titles.get(page));
  made.href = new URL(place, home);
  return made;
};
const where = (place) => {
  const hash = place.split('#')[1];
  if (!hash) return '';
  return hash.startsWith('!') ? ', at a moment of its model' : `, at #${hash.slice(0, 40)}`;
};
const many = (n, one, more = `${one}s`) => `${n} ${n === 1 ? one : more}`;
const save = (words, file) => {
  const made = make('a');
  made.href = URL.createObjectURL(new Blob([words], { type: 'application/json' }));
  made.download = file;
  made.click();
  setTimeout(() => URL.revokeObjectURL(made.href), 60_000);
};

const sum = make('p');
const say = make('p', '', { className: 'said' });
say.setAttribute('role', 'status');
const lost = make('div');
const lists = make('div');
const buttons = make('p', '', { className: 'buttons' });
const [out, into, away] = ['Export', 'Import', 'Erase'].map(button);
const file = make('input', '', { type: 'file' });
file.accept = '.json,application/json';
file.hidden = true;
file.setAttribute('aria-label', 'A file that Export has written');
buttons.append(out, into, file, away);
box.append(sum, lost, lists, buttons, say);

const list = (heading, entries, item) => {
  if (entries.length === 0) return [];
  const made = make('ul', '', { className: 'kept-tracks' });
  made.append(...entries.map(item));
  return [make('h3', heading), made];
};
const row = (place, day, more) => {
  const item = make('li');
  const words = make('span');
  words.append(link(place), `${more}, `, make('time', day));
  item.append(words);
  return item;
};
const latest = (entries) => [...entries].sort(([a, x], [b, y]) => y.localeCompare(x) || a.localeCompare(b));

const show = () => {
  const { record, denied, wrong } = load();
  const read = [...record.read.keys()].filter((page) => topics.has(page)).length;
  sum.textContent = denied
    ? 'Your browser lets nothing be kept here.'
    : `${read} of ${topics.size} topics read, ${many(record.bookmarks.size, 'bookmark')}, ${many(record.won.size, 'challenge')} done.`;
  lists.replaceChildren(
    ...list('Bookmarks', latest(record.bookmarks), ([place, day]) => {
      const item = row(place, day, where(place));
      const remove = button('Remove');
      remove.setAttribute('aria-label', `Remove the bookmark ${item.textContent}`);
      remove.addEventListener('click', () => {
        say.textContent = change('bookmarks', place) ?? 'Removed.';
        away.focus();
      });
      item.append(remove);
      return item;
    }),
    ...list('Read', latest(record.read), ([page, day]) => row(page, day, '')),
    ...list('Challenges done', latest(record.won), ([place, day]) => row(place.split('#')[0], day, '')),
  );
  out.disabled = count(record) === 0;
  away.disabled = count(record) === 0 && !wrong;
  const waits = aside();
  lost.replaceChildren();
  for (const why of [wrong, waits?.wrong].filter(Boolean)) {
    lost.append(make('p', `Something kept here cannot be read, and was left as it is. ${why}`));
  }
  if (waits) {
    const [keep, drop] = [button('Save it as a file'), button('Throw it away')];
    keep.addEventListener('click', () => save(waits.kept, 'sandtable-unread.json'));
    drop.addEventListener('click', () => {
      forget();
      show();
      say.textContent = 'Thrown away.';
    });
    const both = make('p', '', { className: 'buttons' });
    both.append(keep, drop);
    lost.append(both);
  }
};

out.addEventListener('click', () => {
  save(text(load().record), 'sandtable-reading.json');
  say.textContent = 'Saved as sandtable-reading.json.';
});
into.addEventListener('click', () => file.click());
file.addEventListener('change', async () => {
  const [chosen] = file.files;
  if (!chosen) return;
  try {
    if (chosen.size > FILE_MAX) throw new Error(`It has more than ${FILE_MAX / 1e6} MB: take a file that Export has written.`);
    const { added, wrong } = merge(parse(await chosen.text()));
    if (wrong) throw new Error(wrong);
    const parts = [many(added.read, 'topic'), many(added.bookmarks, 'bookmark'), many(added.won, 'challenge')];
    const none = kinds.every((kind) => added[kind] === 0);
    say.textContent = none ? 'Everything in the file was here already.' : `New from the file: ${parts.join(', ')}.`;
  } catch (e) {
    say.textContent = `Nothing was changed: the file cannot be taken in. ${e.message}`;
  }
  file.value = '';
});
away.addEventListener('click', () => {
  const asked = make('p', 'Erase what was read, every bookmark and every challenge done? ', { className: 'buttons' });
  const [yes, no] = [button('Erase all of it'), button('Keep it')];
  const end = (words) => {
    asked.replaceWith(buttons);
    say.textContent = words;
    (away.disabled ? into : away).focus();
  };
  yes.addEventListener('click', () => end(erase() ?? 'Erased.'));
  no.addEventListener('click', () => end(''));
  asked.append(yes, no);
  buttons.replaceWith(asked);
  no.focus();
});
watch(show);
show();
