// <sand-table>: fetches the engine when the first element nears the viewport, is focused or touched.
const at = (file) => new URL(file, import.meta.url).href;
// Where the site is that this script comes from.
const home = at("./sandtable.js").replace(/assets\/[^/]*$/, "");
let engine, sheets, controls;
const sheet = async (file) => {
  const got = await fetch(at(file));
  if (!got.ok) throw new Error(`${got.url}: ${got.status}`);
  return new CSSStyleSheet().replace(await got.text());
};
const style = async () => { sheets = await Promise.all([sheet("./player.css"), sheet("./live.css")]); };
const more = () => controls ??= sheet("./controls.css").catch((e) => { controls = undefined; throw e; });
// The engine and pieces of the program are fetched by a script of its own.
const files = () => import(at("./__wasm_split.js"));
const fetching = async (name) => (await files()).piece(name);
const code = async () => {
  const [m, from] = await Promise.all([import(at("./sandtable.js")), files()]);
  from.bind(await m.default({ module_or_path: from.main() }));
  return m;
};
const bring = async (m, piece) => {
  const fetched = await fetching(piece);
  await fetched?.().catch(() => { throw new Error(`the code of \`${piece}\` cannot be fetched`); });
  m.take(piece);
};
const all = (m, pieces) => Promise.all((pieces?.split(" ") ?? []).map((piece) => bring(m, piece)));
// The code of the model that an element most likely shows comes beside the engine.
const ahead = async (host) => {
  const link = host.getAttribute("link"), name = link?.split(/[/?]/)[1] ?? host.getAttribute("model");
  const pieces = [link && "links", name?.replaceAll("-", "_")];
  await Promise.all(pieces.map(async (piece) => (await fetching(piece))?.ahead()));
};
const prepare = async (m, host, address) => {
  for (let missing; (missing = m.needed(host, address)); ) await all(m, missing);
};
const load = () => engine ??= Promise.all([code(), style()]).then(([m]) => m).catch((e) => {
  engine = undefined; // The next element tries again.
  throw e;
});

// Attributes that are no settings: what the engine does not read either.
const FOREIGN = /^(data-|aria-|on|(class|style|id|title|lang|dir|hidden|slot|part|exportparts|tabindex|role|inert|translate|draggable|popover|accesskey|spellcheck)$)/;

class SandTable extends HTMLElement {
  #root; #wake; #live; #whole; #watch = []; #asked;
  constructor() {
    super();
    this.#root = this.attachShadow({ mode: "open" });
    // What stands in the slot `told` stays when the player takes the place of the rest.
    const [live, rest, told] = ["div", "slot", "slot"].map((name) => document.createElement(name));
    live.className = "live";
    told.name = "told";
    this.#root.append(live, rest, told);
    this.#wake = () => this.ready();
  }
  connectedCallback() {
    const near = new IntersectionObserver((e) => e.at(-1).isIntersecting && this.ready(), { rootMargin: "400px" });
    near.observe(this);
    this.#watch = [near];
    for (const e of ["focusin", "pointerdown"]) this.addEventListener(e, this.#wake, { once: true });
    if (this.hasAttribute("data-address") || this.hasAttribute("address")) {
      addEventListener("hashchange", this.#again);
      this.#called(location.href);
    }
  }
  disconnectedCallback() {
    for (const w of this.#watch) w.disconnect();
    removeEventListener("hashchange", this.#again);
    this.#live?.close();
    this.#live?.free();
    this.#live = this.#whole = this.#asked = undefined;
    this.#keep("", "");
    this.#show(false);
  }
  // An address holds a link for one element of the page: the others stay as they are.
  #mine = (url) => url.includes(`#!${this.id}?`);
  #again = (e) => {
    if (this.#mine(e.oldURL) || this.#mine(e.newURL)) this.#reopen(true);
    this.#called(e.newURL);
  };
  #called(url) {
    if (!this.#mine(url)) return;
    this.scrollIntoView({ block: "nearest" });
    this.ready();
  }
  #reopen(address) {
    const live = this.#live;
    if (!live) return;
    this.#whole = false;
    const asked = this.#asked = load().then(async (m) => {
      await prepare(m, this, address);
      if (this.#live !== live) return;
      live.reopen(address);
      live.resized(this.clientWidth);
      await this.#complete(m, live);
      this.#whole = this.#asked === asked;
    }).catch(this.#failed);
  }
  #failed = (e) => this.dispatchEvent(new CustomEvent("sand-table:error", { bubbles: true, composed: true, detail: { message: String(e), problems: [] } }));
  #show(on) {
    this.toggleAttribute("data-live", on);
    this.#root.querySelector("slot").className = on ? "still" : "";
    this.#root.firstChild.className = on && this.querySelector(":scope > :not([slot])") ? "live has-still" : "live";
  }
  /** Fetches the engine and mounts the player; resolves once it is there. */
  ready() {
    if (this.#asked) return this.#asked;
    ahead(this).catch(() => {}); // Is asked for again, and told, when it is needed.
    const asked = this.#asked = load().then(async (m) => {
      await prepare(m, this, true);
      // Each is mounted in a task of its own, so that the page answers in between.
      await new Promise((done) => setTimeout(done));
      // Taken off the page meanwhile, and perhaps put back: then a later call mounts it.
      if (this.#asked !== asked) return;
      if (!this.isConnected) return this.#asked = undefined;
      if (!this.#live) this.#mount(m);
      const live = this.#live;
      await this.#complete(m, live);
      if (this.#live !== live) return;
      this.#keep("", "");
      this.#whole = true;
    }).catch((e) => {
      if (this.#asked === asked) this.#asked = undefined;
      this.#keep("", "");
      this.#failed(e);
    });
    return asked;
  }
  // The pictures run; what stands below them and what tells of them comes now.
  async #complete(m, live) {
    const [sheet] = await Promise.all([more(), all(m, live.later)]);
    if (this.#live !== live) return;
    this.#root.adoptedStyleSheets = [...sheets, sheet];
    live.completed();
  }
  // The height of all, and of what will stand under the transport.
  #keep(all, rows) {
    const { style } = this.#root.firstChild;
    style.minHeight = all;
    style.setProperty("--st-rows", rows);
  }
  #mount(m) {
    const { firstChild: place } = this.#root, before = this.offsetHeight;
    const rows = this.querySelector(":scope > .player > .rows")?.offsetHeight;
    this.#root.adoptedStyleSheets = sheets;
    this.#show(true);
    const live = this.#live = new m.Live(this, place, home, (piece) => bring(m, piece));
    // What comes later finds its room kept, so that nothing moves twice.
    this.#keep("", rows ? `${rows}px` : "");
    const missing = before - this.offsetHeight;
    if (missing > 0) place.style.minHeight = `${place.offsetHeight + missing}px`;
    const seen = new IntersectionObserver((e) => live.seen(e.at(-1).isIntersecting));
    const size = new ResizeObserver((e) => live.resized(e.at(-1).contentRect.width));
    const attrs = new MutationObserver((e) => e.some((x) => !FOREIGN.test(x.attributeName)) && this.#reopen(false));
    seen.observe(this);
    size.observe(this);
    attrs.observe(this, { attributes: true });
    this.#watch.push(seen, size, attrs);
  }
  static {
    for (const name of ["link", "position", "length", "checks", "transcript", "scene", "trace"])
      Object.defineProperty(this.prototype, name, {
        get() { return this.#live?.[name]; },
        ...(name == "link" && { set(v) { this.setAttribute("link", v); } }),
      });
    for (const name of ["play", "pause", "step", "back", "settle", "seek", "act", "reset"])
      this.prototype[name] = function (...a) {
        return (name == "act" ? this.#whole : this.#live) ? this.#live[name](...a) : this.ready().then(() => this.#live?.[name](...a));
      };
  }
}
customElements.get("sand-table") ?? customElements.define("sand-table", SandTable);
