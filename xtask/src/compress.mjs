// Puts beside each text and program of a site its forms in brotli (`brotli.js`) and gzip, for hosts that
// serve them.
import { readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';

const folder = process.argv.at(-1);
const KINDS = /\.(html|css|js|json|svg|wasm|md|txt|xml|webmanifest|index)$/;
const names = (await readdir(folder, { recursive: true })).filter((name) => KINDS.test(name));
const forms = [
  ['br', packed],
  ['gz', (bytes) => promisify(gzip)(bytes, { level: 9 })],
];
let written = 0;
for (const name of names) {
  const bytes = await readFile(join(folder, name));
  await Promise.all(
    forms.map(async ([ending, pack]) => {
      const packed = await pack(bytes);
      // What does not become smaller is served as it is.
      if (packed.length >= bytes.length) return;
      written += 1;
      await writeFile(join(folder, `${name}.${ending}`), packed);
    }),
  );
}
console.log(written);
