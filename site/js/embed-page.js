// The page of one model in somebody's frame: what its address asks for, what its host says, how tall
// it is. Runs before anything is painted, so that a chosen theme does not flash.
(() => {
  const VERSION = 1;
  const LINK_BYTES_MAX = 65536;
  const THEMES = ['auto', 'light', 'dark'];
  // These are the element's own, which says what is wrong with them.
  const OWN = ['controls', 'loop', 'range'];
  const root = document.documentElement;
  const host = parent === window ? null : parent;
  let table, page, alert;

  const quoted = (text) => `“${text.length > 40 ? `${text.slice(0, 40)}…` : text}”`;

  /** Changes the theme; says what is wrong with it, if anything is. */
  const show = (theme) => {
    if (!THEMES.includes(theme)) {
      const what = typeof theme === 'string' ? `The theme ${quoted(theme)} is not known` : 'The theme is no text';
      return `${what}: choose auto, light or dark.`;
    }
    if (theme === 'auto') delete root.dataset.theme;
    else root.dataset.theme = theme;
  };

  /** Opens a link; says what is wrong with it, if the element will not. */
  const open = (link) => {
    if (typeof link !== 'string') return 'The link is no text: send one that Share has copied.';
    if (link.length > LINK_BYTES_MAX) return `The link is longer than ${LINK_BYTES_MAX} bytes: shorten its script.`;
    const model = /^v1\/([^?]*)/.exec(link)?.[1];
    if (model !== undefined && model !== page) {
      return `This page shows ${page}, and the link is for ${quoted(model)}: use the page of that model.`;
    }
    table.removeAttribute('model');
    if (table.getAttribute('link') !== link) table.setAttribute('link', link);
  };

  // [option *("&" option)] ["!" link]
  const read = () => {
    const [, options, link] = /^#?([^!]*)(?:!(.*))?$/s.exec(location.hash);
    const wrong = [];
    const values = new Map();
    for (const option of options ? options.split('&') : []) {
      const [name, value = ''] = option.split(/=(.*)/s);
      const known = name === 'theme' || OWN.includes(name);
      if (!known) {
        const cure = `choose theme, ${OWN.join(', ')}, and put a link behind “!”`;
        wrong.push(`The address asks for ${quoted(option)}, which is not known: ${cure}.`);
      } else if (values.has(name)) {
        wrong.push(`The address asks for ${name} twice: keep one.`);
      } else {
        try {
          values.set(name, decodeURIComponent(value));
        } catch {
          wrong.push(`The value of ${name} in the address is cut off: write a percent sign as “%25”.`);
        }
      }
    }
    return { link, values, wrong };
  };

  const theme = ({ values, wrong }) => {
    const problem = show(values.get('theme') ?? 'auto');
    if (problem) wrong.push(problem);
  };

  const apply = () => {
    const asked = read();
    theme(asked);
    for (const name of OWN) {
      const value = asked.values.get(name);
      if (value === undefined) table.removeAttribute(name);
      else if (table.getAttribute(name) !== value) table.setAttribute(name, value);
    }
    const problem = asked.link === undefined ? undefined : open(asked.link);
    if (problem) asked.wrong.push(problem);
    if (problem || asked.link === undefined) {
      table.removeAttribute('link');
      table.setAttribute('model', page);
    }
    alert.textContent = asked.wrong.join('\n');
  };

  // What is sent holds nothing that is secret; in a sandbox the host's origin is not known.
  const send = (said) => host?.postMessage({ sandtable: VERSION, ...said }, '*');
  const size = () => send({ type: 'size', height_px: Math.ceil(root.getBoundingClientRect().height) });

  // Of many messages in a short time the last of each kind counts.
  let waiting;
  let asking = false;
  const soon = (kind, value) => {
    if (!waiting) {
      waiting = new Map();
      setTimeout(() => {
        for (const [kind, value] of waiting) {
          const act = { size, theme: show, link: open, error: (problem) => problem }[kind];
          asking ||= kind === 'link';
          const problem = act(value);
          if (problem) send({ type: 'error', message: problem });
        }
        waiting = undefined;
      }, 50);
    }
    waiting.set(kind, value);
  };
  const listen = ({ source, data }) => {
    // Anybody who has this window can send: only the host is listened to.
    if (!host || source !== host || typeof data !== 'object' || !data || !('sandtable' in data)) return;
    if (data.sandtable !== VERSION) soon('error', `This page speaks version ${VERSION}: send { sandtable: ${VERSION}, … }.`);
    else if (['size', 'theme', 'link'].includes(data.type)) soon(data.type, data[data.type]);
    else soon('error', 'The type is not known: send size, theme or link.');
  };

  // Where the code cannot be fetched the picture stays, and the page says why.
  let missing = false;
  const lost = () => {
    alert.textContent = 'The live model cannot be fetched here, so this is its first picture. The link below opens it.';
  };
  addEventListener('error', ({ target }) => { missing ||= target?.type === 'module'; }, true);

  theme(read());
  addEventListener('DOMContentLoaded', () => {
    table = document.querySelector('sand-table');
    alert = document.querySelector('.problems');
    page = table.getAttribute('model');
    apply();
    addEventListener('hashchange', apply);
    addEventListener('message', listen);
    table.addEventListener('sand-table:ready', () => { asking = false; });
    table.addEventListener('sand-table:error', ({ detail }) => {
      if (detail.problems.length === 0) lost();
      // What the reader does is not told; what the host has asked for is.
      if (asking) send({ type: 'error', message: detail.message });
      asking = false;
    });
    new ResizeObserver(size).observe(root);
    if (missing) lost();
  });
})();
