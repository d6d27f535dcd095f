// The search: a dialog over the page, fetched when it is first opened. The program and the index
// answer; this script shows what they say.

const at = (file) => new URL(file, import.meta.url).href;
const QUERY_CHARS_MAX = 200;
const FACETS = ['kind', 'track', 'difficulty'];
const FACET_NAMES = { track: 'Track', kind: 'What', difficulty: 'Takes for known' };
const LABELS = {
  page: 'Pages', model: 'Models', action: 'Actions',
  first: 'Nothing', working: 'The basics', deep: 'Other pages',
};

/** An element with what it has and what is in it. */
const el = (name, attributes = {}, ...children) => {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value !== undefined && value !== false) element.setAttribute(key, value === true ? '' : value);
  }
  element.append(...children);
  return element;
};

const fetched = async (url, read) => {
  const got = await fetch(url).catch(() => undefined);
  if (!got?.ok) throw new Error(`${new URL(url).pathname} does not come (${got?.status ?? 'no answer'})`);
  return got[read]();
};

// What could not be fetched is fetched anew the next time.
let engine, sheet;
const load = () => engine ??= Promise.all([
  fetched(at('./finder.wasm'), 'arrayBuffer'),
  fetched(at('./finder.index'), 'arrayBuffer'),
]).then(([code, index]) => opened(code, new Uint8Array(index))).catch((error) => {
  engine = undefined;
  throw error;
});
const styled = () => sheet ??= new Promise((done) => {
  const link = el('link', { rel: 'stylesheet', href: at('./search.css') });
  link.onload = link.onerror = done;
  document.head.append(link);
});

const texts = new Map();
const mirror = (url) => {
  if (!texts.has(url)) {
    texts.set(url, fetched(url, 'text').catch((error) => {
      texts.delete(url);
      throw error;
    }));
  }
  return texts.get(url);
};

/** The query and the facets of a link, and what of it cannot be read. */
const read = (fragment) => {
  const asked = { query: '', chosen: new Map(), wrong: '' };
  for (const [name, value] of new URLSearchParams(fragment.slice(1, 2000))) {
    if (name === 'q') asked.query = value;
    else if (FACETS.includes(name)) asked.chosen.set(name, new Set(value.split(',').filter(Boolean)));
    else asked.wrong = `The link has a part “${name.slice(0, 40)}”: it can have q, ${FACETS.join(', ')}.`;
  }
  if (fragment.length > 2000 || asked.query.length > QUERY_CHARS_MAX) {
    asked.wrong = `The link asks for more than ${QUERY_CHARS_MAX} letters: only those count.`;
    asked.query = asked.query.slice(0, QUERY_CHARS_MAX);
  }
  return asked;
};

class Finder {
  #home; #isHome; #search; #answer; #chosen = new Map(); #wrong = ''; #active = -1; #asked = '';
  #input = el('input', {
    type: 'text', role: 'combobox', enterkeyhint: 'go', autocomplete: 'off', autocapitalize: 'off',
    spellcheck: 'false', maxlength: QUERY_CHARS_MAX, placeholder: 'Pages, models, actions',
    'aria-label': 'Search pages, models and actions', 'aria-expanded': 'false',
    'aria-controls': 'search-results', 'aria-autocomplete': 'list',
  });
  #facets = el('div', { class: 'search-facets' });
  #status = el('p', { class: 'search-status', role: 'status' });
  #problem = el('p', { class: 'search-problem', role: 'alert' });
  #list = el('div', { id: 'search-results', role: 'listbox', 'aria-label': 'Results', class: 'search-results' });
  #help = el('div', { class: 'search-help' });
  #link = el('a', { class: 'search-link' }, 'Link to this search');
  #dialog; #seen;

  constructor(home, isHome) {
    this.#home = home;
    this.#isHome = isHome;
    const close = el('button', { type: 'button', class: 'search-close', 'aria-label': 'Close the search' }, '✕');
    close.addEventListener('click', () => this.#dialog.close());
    const keys = el('span', { class: 'search-keys', 'aria-hidden': 'true' }, '↑ ↓ choose · Enter opens · Esc closes');
    this.#dialog = el('dialog', { class: 'search', 'aria-label': 'Search' },
      el('div', { class: 'search-top' }, this.#input, close), this.#problem, this.#facets, this.#status,
      this.#list, this.#help, el('div', { class: 'search-foot' }, keys, this.#link));
    this.#dialog.addEventListener('click', (event) => event.target === this.#dialog && this.#dialog.close());
    this.#input.addEventListener('input', () => this.#again());
    this.#input.addEventListener('keydown', (event) => this.#key(event));
    this.#list.addEventListener('click', (event) => {
      const plain = !event.ctrlKey && !event.metaKey && !event.shiftKey && event.button === 0;
      if (plain && event.target.closest('a')) this.#dialog.close();
    });
    // A passage is fetched when its result is seen.
    this.#seen = new IntersectionObserver((entries) => {
      for (const { isIntersecting, target } of entries) if (isIntersecting) this.#passage(target);
    }, { root: this.#list });
    document.body.append(this.#dialog);
  }

  async open(fragment) {
    const asked = read(fragment);
    if (fragment) {
      this.#input.value = asked.query;
      this.#chosen = asked.chosen;
    }
    this.#wrong = asked.wrong;
    if (!this.#dialog.open) this.#dialog.showModal();
    this.#input.focus();
    this.#input.select();
    await this.#start();
  }

  async #start() {
    this.#problem.replaceChildren();
    if (!this.#search) this.#status.textContent = 'Fetching the index …';
    try {
      this.#search = await load();
    } catch (error) {
      this.#status.textContent = '';
      const again = el('button', { type: 'button' }, 'Try again');
      again.addEventListener('click', () => this.#start());
      const why = String(error.message ?? error);
      this.#problem.replaceChildren(`The search cannot start: ${why}. `, again, ' or look through ', this.#az(), '.');
      return;
    }
    this.#again();
  }

  #az() {
    const link = el('a', { href: this.#home }, 'everything from A to Z');
    link.addEventListener('click', () => this.#dialog.close());
    return link;
  }

  /** Asks anew. */
  #again() {
    if (!this.#search) return;
    const query = this.#input.value;
    const facets = FACETS.map((name) => `${name}=${[...(this.#chosen.get(name) ?? [])].join(',')}`).join(';');
    try {
      this.#answer = this.#search.find(query, facets);
      this.#problem.textContent = this.#wrong;
    } catch (error) {
      if (!this.#chosen.size) {
        this.#problem.textContent = `The search stopped: ${error.message}. Load the page again.`;
        return;
      }
      // Only a link can name what there is not.
      this.#wrong = `The link cannot be followed whole: ${error.message}. All results are shown.`;
      this.#chosen.clear();
      return this.#again();
    }
    this.#asked = query;
    this.#shareable(query);
    this.#show();
  }

  #shareable(query) {
    const parts = new URLSearchParams();
    if (query.trim()) parts.set('q', query);
    for (const name of FACETS) if (this.#chosen.get(name)?.size) parts.set(name, [...this.#chosen.get(name)].join(','));
    const fragment = parts.size ? `#${String(parts).replaceAll('%2C', ',')}` : '';
    this.#link.href = this.#home.split('#')[0] + fragment;
    this.#link.hidden = !fragment;
    if (this.#isHome) history.replaceState(history.state, '', fragment || location.pathname);
  }

  #show() {
    const { total, groups } = this.#answer;
    const isEmpty = !this.#asked.trim();
    const pages = groups.filter((group) => group.title).length;
    const many = (n, word) => `${n} ${word}${n === 1 ? '' : 's'}`;
    this.#status.textContent = isEmpty ? '' : total === 0 ? 'Nothing found.' : `${many(total, 'result')} on ${many(pages, 'page')}`;
    this.#seen.disconnect();
    this.#list.replaceChildren(...groups.map((group, number) => this.#group(group, number)));
    this.#list.hidden = total === 0;
    this.#list.scrollTop = 0;
    this.#facetsOf(this.#answer.facets, isEmpty || (total === 0 && this.#chosen.size === 0));
    this.#helpOf(isEmpty, total);
    this.#input.setAttribute('aria-expanded', String(total > 0));
    this.#choose(total > 0 ? 0 : -1);
    for (const option of this.#options) this.#seen.observe(option);
  }

  get #options() {
    return [...this.#list.querySelectorAll('[role=option]')];
  }

  #group({ title, track, difficulty, more, found }, number) {
    const label = `search-group-${number}`;
    const about = [track, difficulty && `takes for known: ${LABELS[difficulty].toLowerCase()}`];
    const name = el('div', { id: label, class: 'search-page' }, el('b', {}, title),
      ...about.filter(Boolean).map((text) => el('span', {}, text)));
    const rest = Number(more) ? [el('div', { class: 'search-more', role: 'presentation' }, `and ${more} more there`)] : [];
    return el('div', { role: 'group', 'aria-labelledby': label },
      name, ...found.map((each, place) => this.#option(each, `${number}-${place}`)), ...rest);
  }

  #option(found, id) {
    const root = new URL('../', this.#home);
    const badge = found.kind === 'page' ? [] : [el('span', { class: 'search-kind' }, found.kind)];
    const of = found.of ? [el('span', { class: 'search-of' }, `in ${found.of}`)] : [];
    const title = el(found.kind === 'action' ? 'code' : 'span', { class: 'search-title' }, found.title);
    const option = el('a', {
      role: 'option', id: `search-option-${id}`, tabindex: '-1', 'aria-selected': 'false',
      href: new URL(found.href, root).href,
    }, ...badge, title, ...of, el('span', { class: 'search-where' }), el('span', { class: 'search-passage' }));
    option.source = { url: new URL(found.mirror, root).href, section: found.section, query: this.#asked, kind: found.kind };
    option.addEventListener('pointermove', () => this.#choose(this.#options.indexOf(option), false));
    return option;
  }

  async #passage(option) {
    this.#seen.unobserve(option);
    const { url, section, query, kind } = option.source;
    const shown = option.querySelector('.search-passage');
    try {
      const { anchor, heading, pieces } = this.#search.passage(query, section, await mirror(url));
      const marked = (texts) => texts.map((text, index) => (index % 2 ? el('mark', {}, text) : text));
      shown.replaceChildren(...marked(pieces));
      if (kind === 'page' && anchor) {
        option.href = `${option.href.split('#')[0]}#${anchor}`;
        option.querySelector('.search-where').replaceChildren(...marked(heading));
      }
    } catch (error) {
      shown.textContent = `The passage is missing: ${error.message}.`;
    }
  }

  #facetsOf(values, isHidden) {
    this.#facets.hidden = isHidden;
    if (isHidden) return this.#facets.replaceChildren();
    const focused = document.activeElement?.dataset?.facet;
    const groups = FACETS.map((facet) => {
      const buttons = values.filter((value) => value.facet === facet).map(({ name, label, count, chosen }) => {
        const button = el('button', {
          type: 'button', 'aria-pressed': String(Boolean(chosen)), 'data-facet': `${facet}=${name}`,
          disabled: count === '0' && !chosen,
        }, LABELS[name] ?? label, el('span', {}, count));
        button.addEventListener('click', () => this.#toggle(facet, name));
        return button;
      });
      return el('div', { role: 'group', 'aria-label': FACET_NAMES[facet] }, el('span', { 'aria-hidden': 'true' }, FACET_NAMES[facet]), ...buttons);
    });
    this.#facets.replaceChildren(...groups);
    if (focused) this.#facets.querySelector(`[data-facet="${CSS.escape(focused)}"]`)?.focus();
  }

  #toggle(facet, name) {
    const chosen = this.#chosen.get(facet) ?? new Set();
    if (!chosen.delete(name)) chosen.add(name);
    if (chosen.size) this.#chosen.set(facet, chosen);
    else this.#chosen.delete(facet);
    this.#wrong = '';
    this.#again();
  }

  #helpOf(isEmpty, total) {
    this.#help.hidden = !isEmpty && total > 0;
    if (isEmpty) {
      const examples = ['quorum', 'rate lim', 'why does an offset skip rows', 'crash'].map((text) => {
        const button = el('button', { type: 'button' }, text);
        button.addEventListener('click', () => {
          this.#input.value = text;
          this.#input.focus();
          this.#again();
        });
        return button;
      });
      this.#help.replaceChildren(
        el('p', {}, 'A word, the start of one, a question, or something to do in a model. A slip of the finger does no harm.'),
        el('p', { class: 'search-examples' }, ...examples), el('p', {}, 'Or look through ', this.#az(), '.'));
    } else if (total === 0) {
      const all = el('button', { type: 'button' }, 'Search in everything');
      all.addEventListener('click', () => {
        this.#chosen.clear();
        this.#input.focus();
        this.#again();
      });
      this.#help.replaceChildren(
        el('p', {}, 'No page, model or action holds these words. Try fewer words, or others, or the start of a word.'),
        el('p', {}, ...(this.#chosen.size ? [all, ' or look'] : ['Look']), ' through ', this.#az(), '.'));
    }
  }

  #choose(index, follow = true) {
    const options = this.#options;
    options[this.#active]?.setAttribute('aria-selected', 'false');
    for (const option of options) if (option.getAttribute('aria-selected') === 'true') option.setAttribute('aria-selected', 'false');
    this.#active = index;
    const active = options[index];
    active?.setAttribute('aria-selected', 'true');
    if (active && follow) active.scrollIntoView({ block: 'nearest' });
    if (active) this.#input.setAttribute('aria-activedescendant', active.id);
    else this.#input.removeAttribute('aria-activedescendant');
  }

  #key(event) {
    const count = this.#options.length;
    if (event.isComposing || count === 0) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      event.preventDefault();
      this.#choose((this.#active + step + count) % count);
    } else if (event.key === 'Enter') {
      event.preventDefault();
      this.#options[this.#active]?.click();
    }
  }
}

let finder;
/** Opens the search. `home` is the page that lists everything, `fragment` a link to a search. */
export const open = async (home, fragment, isHome) => {
  await styled();
  finder ??= new Finder(home.split('#')[0], isHome);
  await finder.open(fragment);
};
