// Fetches the code of a model, once, and puts it beside the code that all models share.
let main;
export const bind = (exports) => { main = exports; };
// A model's file holds pieces, some of which another model's file may have brought before.
const pieces = {}, files = {};
const run = (section) => {
  const bytes = new Uint8Array(section), end = bytes.indexOf(0);
  return pieces[String.fromCharCode(...bytes.subarray(0, end))] ??= WebAssembly.instantiate(bytes.subarray(end + 1), { __wasm_split: main });
};
const fetched = async (url) => {
  const got = await fetch(new URL(url, import.meta.url));
  const file = await WebAssembly.compile(await got.arrayBuffer());
  await Promise.all(WebAssembly.Module.customSections(file, "piece").map(run));
};
// What went wrong is told where it was asked for, and the next call tries again.
const load = (url) => () => files[url] ??= fetched(url).catch((e) => { delete files[url]; throw e; });
