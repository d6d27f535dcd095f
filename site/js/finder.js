// The search's program: texts go into its memory, and what it says is read there.

/** Starts the program with an index: `{find(query, facets), passage(query, section, markdown)}`. */
const opened = async (code, index) => {
  const { instance: { exports } } = await WebAssembly.instantiate(code);
  const { memory, place, told } = exports;
  const coded = new TextEncoder(), decoded = new TextDecoder();
  const call = (name, ...parts) => {
    const all = parts.map((part) => (part.buffer ? part : coded.encode(part)));
    const lengths = all.map(({ length }) => length);
    let at = place(lengths.reduce((sum, length) => sum + length));
    for (const part of all) {
      new Uint8Array(memory.buffer).set(part, at);
      at += part.length;
    }
    // The last part is what is left. What comes is a length: below zero, of an error.
    const length = exports[name](...lengths.slice(0, -1));
    const said = decoded.decode(new Uint8Array(memory.buffer, told(), Math.abs(length)));
    if (length < 0) throw new Error(said);
    return said;
  };
  call('open', index);
  return {
    find: (query, facets) => JSON.parse(call('find', query, facets)),
    passage: (query, section, markdown) => JSON.parse(call('passage', query, section, markdown)),
  };
};
