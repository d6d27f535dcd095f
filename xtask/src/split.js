// Fetches the code of a model, once, and puts it beside the code that all models share.
let main;
export const bind = (exports) => { main = exports; };
const pieces = {};
const piece = (url) => pieces[url] ??= fetch(new URL(url, import.meta.url))
  .then(async (r) => WebAssembly.instantiate(await r.arrayBuffer(), { __wasm_split: main }))
  .catch((e) => {
    delete pieces[url]; // The next call tries again.
    throw e;
  });
const load = (...urls) => async (callback, data) => {
  // What went wrong is told where it was asked for.
  const done = await Promise.all(urls.map(piece)).then(() => true, () => false);
  main.__indirect_function_table.get(callback)(data, done);
};
