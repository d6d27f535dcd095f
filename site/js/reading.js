// What the reader has read, bookmarked and won, shown on pages and noticed there.
import { change, load, today, watch } from './reading-store.js';

/** Where the site begins. */
const home = document.querySelector('.brand').href;
const here = location.href.slice(home.length).split(/[#?]/)[0].replace(/index\.html$/, '');

const sheet = new URL('./reading.css', import.meta.url).href;
if (![...document.styleSheets].some(({ href }) => href === sheet)) {
  const link = document.createElement('link');
  link.rel = 'stylesheet';
  link.href = sheet;
  // Marks come once they have their style.
  const ready = new Promise((done) => link.addEventListener('load', done, { once: true }));
  link.addEventListener('error', () => link.dispatchEvent(new Event('load')), { once: true });
  document.head.append(link);
  await ready;
}

const made = (name, className, text) => {
  const element = document.createElement(name);
  element.className = className;
  element.textContent = text;
  return element;
};
/** Puts a mark at the end of `parent`, or takes it away. */
const mark = (parent, className, words) => {
  const there = parent.querySelector(`:scope > .${className}`);
  if (!words) there?.remove();
  else if (!there) parent.append(made('span', className, words));
  else if (there.textContent !== words) there.textContent = words;
};

/** On a page that one reads. */
const title = document.querySelector('main.read > .title');
let told = false;
/** Says once on a page that something is not remembered. */
const tell = (wrong) => {
  if (!wrong || told || !title) return;
  told = true;
  const line = made('p', 'not-kept', '');
  line.setAttribute('role', 'status');
  title.append(line);
  line.textContent = wrong;
};

/** The name of a challenge: what it asks for, so that it keeps its name when the page changes around it. */
const name = ({ dataset: { violate, keep = '', faults = '', start } }) => {
  let hash = 0x811c9dc5; // FNV-1a, 32 bits.
  for (const byte of new TextEncoder().encode([violate, keep, faults, start].join('\n'))) {
    hash = Math.imul(hash ^ byte, 0x01000193);
  }
  return `${here}#${(hash >>> 0).toString(16).padStart(8, '0')}`;
};

const wonHere = new Set();
const challenges = [...document.querySelectorAll('.challenge')];
const won = (challenge) => {
  wonHere.add(challenge);
  tell(change('won', name(challenge), today()));
};
addEventListener('sandtable:won', ({ target }) => won(target));
for (const challenge of challenges) if (challenge.querySelector('.grade.won')) won(challenge);

let button;
const place = () => `${here}${location.hash}`;
const marked = (record) => {
  if (!button) return;
  const on = record.bookmarks.has(place());
  button.setAttribute('aria-pressed', on);
  button.title = on ? 'Remove the bookmark' : 'Bookmark this page as it is now: with the place in its address';
};
const show = () => {
  const { record } = load();
  for (const link of document.querySelectorAll('.topics a')) {
    const path = link.href.startsWith(home) ? link.href.slice(home.length) : '';
    mark(link.parentElement, 'was-read', record.read.has(path) ? '✓ read' : '');
  }
  for (const challenge of challenges) {
    const day = record.won.get(name(challenge));
    const before = day && !wonHere.has(challenge);
    mark(challenge.querySelector('h3'), 'was-won', before ? `✓ Done before: ${day}` : '');
  }
  if (title) mark(title.querySelector('.mine'), 'was-read', record.read.has(here) ? '✓ read' : '');
  marked(record);
};

if (title) {
  const mine = made('p', 'mine', '');
  button = made('button', 'bookmark', '');
  button.type = 'button';
  button.append(made('span', 'star', ''), made('span', 'words', 'Bookmark'));
  button.setAttribute('aria-label', 'Bookmark');
  button.addEventListener('click', () => {
    const on = load().record.bookmarks.has(place());
    tell(change('bookmarks', place(), on ? undefined : today()));
  });
  // A player writes the moment into the address without an event of its own.
  const look = () => marked(load().record);
  for (const event of ['pointerenter', 'focus']) button.addEventListener(event, look);
  addEventListener('hashchange', look);
  mine.append(button);
  title.append(mine);
  const end = document.querySelector('main.topic #sources');
  if (end && !load().record.read.has(here)) {
    const seen = new IntersectionObserver((entries) => {
      if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
      seen.disconnect();
      tell(change('read', here, today()));
    });
    seen.observe(end);
  }
}
watch(show);
show();
if (document.getElementById('reading')) import('./reading-panel.js');
