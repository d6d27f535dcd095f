// What was read, bookmarked and won: kept in this browser under one key, read strictly, merged at each write.

const KEY = 'sandtable:reading';
/** Where a text waits that stood under the key and cannot be read. */
const ASIDE = 'sandtable:reading:aside';
const VERSION = 1;
/** The most entries of all kinds together. */
const ENTRIES_MAX = 5000;
/** The longest address of a bookmark, in characters. */
const LENGTH_MAX = 66_000;
/** The largest file that is read, in bytes. */
export const FILE_MAX = 8_000_000;

const PAGE = '(?:[a-z0-9]+(?:-[a-z0-9]+)*/){1,4}';
/** What each kind of entry is named by; all are relative to where the site begins. */
const KINDS = {
  read: [new RegExp(`^${PAGE}$`), 'a page of this site, such as “distribution/quorum/”'],
  bookmarks: [new RegExp(`^${PAGE}(?:#[\\x21-\\x7e]*)?$`), 'a page of this site, with or without a place in it'],
  won: [new RegExp(`^${PAGE}#[0-9a-f]{8}$`), 'a page of this site and a challenge of it'],
};
export const kinds = Object.keys(KINDS);

const empty = () => Object.fromEntries(kinds.map((kind) => [kind, new Map()]));
export const count = (record) => kinds.reduce((sum, kind) => sum + record[kind].size, 0);
const plain = (value) => typeof value === 'object' && value !== null && !Array.isArray(value);
const excerpt = (text) => `“${text.length > 60 ? `${text.slice(0, 60)}…` : text}”`;

/** The reader's day, as `2026-11-20`. */
export const today = () => {
  const now = new Date();
  return new Date(now - now.getTimezoneOffset() * 60_000).toISOString().slice(0, 10);
};

const isDay = (text) => {
  const at = typeof text === 'string' && /^\d{4}-\d\d-\d\d$/.test(text) ? new Date(`${text}T00:00:00Z`) : NaN;
  return !Number.isNaN(Number(at)) && at.toISOString().startsWith(text);
};

/** Reads a record; what is wrong is thrown, with its place and the cure. */
export const parse = (text) => {
  let data;
  try {
    data = JSON.parse(text);
  } catch (e) {
    throw new Error(`It is not JSON (${e.message}): take a file that Export has written.`);
  }
  if (!plain(data)) throw new Error('It is not an object: take a file that Export has written.');
  if (data.version !== VERSION) {
    const newer = typeof data.version === 'number' && data.version > VERSION;
    const cure = newer ? 'reload this page to get a newer version of the site' : `only version ${VERSION} is read`;
    const wrong = new Error(`Its “version” is ${excerpt(String(JSON.stringify(data.version)))}: ${cure}.`);
    throw Object.assign(wrong, { newer });
  }
  const strange = Object.keys(data).find((name) => name !== 'version' && !kinds.includes(name));
  if (strange !== undefined) throw new Error(`It has a field ${excerpt(strange)} that nothing reads: take it out.`);
  const record = empty();
  for (const kind of kinds) {
    if (!plain(data[kind])) throw new Error(`“${kind}” is not an object: write {} if there is nothing in it.`);
    const [form, words] = KINDS[kind];
    for (const [name, day] of Object.entries(data[kind])) {
      if (name.length > LENGTH_MAX || !form.test(name)) {
        throw new Error(`In “${kind}”, ${excerpt(name)} is not ${words}: correct it or take it out.`);
      }
      if (!isDay(day)) throw new Error(`In “${kind}”, the day of ${excerpt(name)} is wrong: write it as 2026-11-20.`);
      record[kind].set(name, day);
    }
  }
  if (count(record) > ENTRIES_MAX) throw new Error(`It has more than ${ENTRIES_MAX} entries: take some out.`);
  return record;
};

/** The record as text. */
export const text = (record) => {
  const data = kinds.map((kind) => [kind, Object.fromEntries(record[kind])]);
  return `${JSON.stringify({ version: VERSION, ...Object.fromEntries(data) }, null, 1)}\n`;
};

/** What is kept. `wrong`: why it cannot be read; `denied`: the browser gives no storage. */
export const load = () => {
  let kept;
  try {
    kept = localStorage.getItem(KEY);
  } catch {
    return { record: empty(), denied: true };
  }
  if (kept === null) return { record: empty() };
  try {
    return { record: parse(kept) };
  } catch (e) {
    return { record: empty(), wrong: e.message, newer: e.newer, kept };
  }
};

/** What waits aside because it cannot be read, with the reason. */
export const aside = () => {
  try {
    const kept = localStorage.getItem(ASIDE);
    if (kept === null) return undefined;
    try {
      parse(kept);
    } catch (e) {
      return { kept, wrong: e.message };
    }
    return { kept, wrong: 'It can be read by now: save it and import it.' };
  } catch {
    return undefined;
  }
};
export const forget = () => localStorage.removeItem(ASIDE);

// What cannot be read is put aside as it is, so that there is room for what comes.
const { wrong, newer, kept } = load();
if (wrong && !newer) {
  const before = aside();
  try {
    if (!before || before.kept === kept) {
      localStorage.setItem(ASIDE, kept);
      localStorage.removeItem(KEY);
    }
  } catch {} // No room: it stays where it is, and nothing is written over it.
}

const listeners = [];
/** Calls back whenever something has changed, here or in another tab. */
export const watch = (listener) => listeners.push(listener);
const tell = () => listeners.forEach((listener) => listener());

/** Writes a record; gives what went wrong, in words. */
const save = (record) => {
  const now = load();
  if (now.denied) return 'Your browser lets nothing be kept here, so this is not remembered.';
  if (now.wrong) return `What is kept here cannot be read, so nothing is added. ${now.wrong}`;
  if (count(record) > ENTRIES_MAX) {
    return `${ENTRIES_MAX} entries are kept already, so this is not: remove some on the page “On this device”.`;
  }
  try {
    localStorage.setItem(KEY, text(record));
  } catch (e) {
    const full = e.name === 'QuotaExceededError' || e.name === 'NS_ERROR_DOM_QUOTA_REACHED';
    return `Your browser ${full ? 'has no room to keep this' : 'does not keep this'}, so it is not remembered.`;
  }
  tell();
  return undefined;
};

// Another tab may write what it read a moment before this one wrote: then this one's is written again.
const recent = new Map();
const AGAIN_MS = 3000;

const put = (kind, name, day) => {
  const { record } = load();
  if (day) {
    if (record[kind].has(name)) return undefined;
    record[kind].set(name, day);
  } else if (!record[kind].delete(name)) return undefined;
  return save(record);
};

/** Adds an entry, or takes it out where there is no day; gives what went wrong, in words. */
export const change = (kind, name, day) => {
  if (name.length > LENGTH_MAX || !KINDS[kind][0].test(name)) return 'This address cannot be kept.';
  recent.set(`${kind} ${name}`, { kind, name, day, at: performance.now() });
  return put(kind, name, day);
};

/** Adds what another record has; gives how much was new, or what went wrong, in words. */
export const merge = (other) => {
  const { record } = load();
  const added = {};
  for (const kind of kinds) {
    const before = record[kind].size;
    for (const [name, day] of other[kind]) {
      const mine = record[kind].get(name);
      if (mine === undefined || day < mine) record[kind].set(name, day);
    }
    added[kind] = record[kind].size - before;
  }
  const wrong = save(record);
  return wrong ? { wrong } : { added };
};

/** Takes everything out; gives what went wrong, in words. */
export const erase = () => {
  recent.clear();
  try {
    localStorage.removeItem(KEY);
  } catch {
    return 'Your browser lets nothing be changed here.';
  }
  tell();
  return undefined;
};

addEventListener('storage', ({ key, newValue }) => {
  if (key !== KEY && key !== null) return;
  if (newValue === null) recent.clear();
  for (const [id, { kind, name, day, at }] of recent) {
    if (performance.now() - at > AGAIN_MS) recent.delete(id);
    else put(kind, name, day);
  }
  tell();
});
