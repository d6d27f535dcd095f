// Fetches the code that all models share, and the code of a model, and puts the one beside the other, once.
let engine;
export const bind = (exports) => { engine = exports; };
const fetched = async (url) => {
  const got = await fetch(new URL(url, import.meta.url));
  if (!got.ok) throw new Error(`${got.url}: ${got.status}`);
  return got;
};
// What went wrong is told where it was asked for, and the next call tries again.
const once = (get) => {
  let kept;
  return () => kept ??= get().catch((e) => { kept = undefined; throw e; });
};
// The code of a program lies apart, so that it compresses better; a small program puts it together.
const joiner = once(async () => (await WebAssembly.instantiate(await (await fetched("./streams.wasm")).arrayBuffer())).instance.exports);
const program = async (url) => {
  const [{ memory, place, joined }, file] = await Promise.all([joiner(), fetched(url).then((got) => got.arrayBuffer())]);
  const { byteLength } = file, at = place(byteLength), from = at + byteLength;
  if (at) new Uint8Array(memory.buffer).set(new Uint8Array(file), at);
  const length = at && joined(at, byteLength);
  if (!length) throw new Error(`${url} is damaged`);
  return memory.buffer.slice(from, from + length);
};
// A file may be fetched ahead, before the engine is there.
const from = (url) => {
  const ahead = once(async () => WebAssembly.compile(await program(url)));
  return Object.assign(once(async () => WebAssembly.instantiate(await ahead(), { __wasm_split: engine })), { ahead });
};
const made = { __proto__: null };
export const piece = (name) => made[name] ??= files[name] && from(files[name]);
