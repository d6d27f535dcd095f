// <sand-table>: fetches the engine when the first element nears the viewport, is focused or touched.
// The engine is expected beside this file; `data-engine` on the script overrides where.
const at = document.currentScript?.dataset.engine ?? new URL("./sandtable.js", import.meta.url).href;
let engine, sheet;
const load = () => engine ??= import(at).then(async (m) => {
  await m.default();
  sheet = new CSSStyleSheet();
  sheet.replaceSync(m.stylesheet());
  return m;
});

class SandTable extends HTMLElement {
  #root; #wake; #live; #watch = []; #asked;
  constructor() {
    super();
    this.#root = this.attachShadow({ mode: "open" });
    this.#root.innerHTML = '<div class="live"></div><slot></slot>';
    this.#wake = () => this.ready();
  }
  connectedCallback() {
    const near = new IntersectionObserver((e) => e.at(-1).isIntersecting && this.ready(), { rootMargin: "400px" });
    near.observe(this);
    this.#watch = [near];
    for (const e of ["focusin", "pointerdown"]) this.addEventListener(e, this.#wake, { once: true });
  }
  disconnectedCallback() {
    for (const w of this.#watch) w.disconnect();
    removeEventListener("hashchange", this.#again);
    this.#live?.close();
    this.#live?.free();
    this.#live = this.#asked = undefined;
    this.#show(false);
  }
  #again = () => this.#live?.reopen();
  #show(on) {
    this.toggleAttribute("data-live", on);
    this.#root.querySelector("slot").className = on ? "still" : "";
    this.#root.firstChild.className = on && this.childElementCount ? "live has-still" : "live";
  }
  /** Fetches the engine and mounts the player; resolves once it is there. */
  ready() {
    return this.#asked ??= load().then((m) => {
      if (!this.isConnected) return;
      this.#root.adoptedStyleSheets = [sheet];
      this.#show(true);
      const live = this.#live = new m.Live(this, this.#root.firstChild);
      const seen = new IntersectionObserver((e) => live.seen(e.at(-1).isIntersecting));
      const size = new ResizeObserver((e) => live.resized(e.at(-1).contentRect.width));
      const attrs = new MutationObserver((e) => e.some((x) => !/^(data-|aria-|class$|style$|id$)/.test(x.attributeName)) && (live.reopen(), live.resized(this.clientWidth)));
      seen.observe(this);
      size.observe(this);
      attrs.observe(this, { attributes: true });
      this.#watch.push(seen, size, attrs);
      if (this.hasAttribute("data-address") || this.hasAttribute("address")) addEventListener("hashchange", this.#again);
    }).catch((e) => {
      this.#asked = undefined;
      this.dispatchEvent(new CustomEvent("sand-table:error", { bubbles: true, composed: true, detail: { message: String(e), problems: [] } }));
    });
  }
  static {
    for (const name of ["link", "position", "length", "checks", "transcript", "scene", "trace"])
      Object.defineProperty(this.prototype, name, {
        get() { return this.#live?.[name]; },
        ...(name == "link" && { set(v) { this.setAttribute("link", v); } }),
      });
    for (const name of ["play", "pause", "step", "back", "settle", "seek", "act", "reset"])
      this.prototype[name] = function (...a) {
        return this.#live ? this.#live[name](...a) : this.ready().then(() => this.#live?.[name](...a));
      };
  }
}
customElements.get("sand-table") ?? customElements.define("sand-table", SandTable);
