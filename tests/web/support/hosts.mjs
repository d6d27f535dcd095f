// How are other people's pages built around the element? By their own tools, into results/hosts/.
import { execFileSync } from 'node:child_process';
import { cpSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const sources = fileURLToPath(new URL('../hosts/', import.meta.url));
const results = fileURLToPath(new URL('../results/hosts/', import.meta.url));

/** Copies a host's sources, with the site's address put in. */
function copied(name, out, address) {
  cpSync(`${sources}${name}`, out, { recursive: true });
  for (const file of readdirSync(out, { recursive: true, withFileTypes: true })) {
    if (!file.isFile()) continue;
    const path = `${file.parentPath ?? file.path}/${file.name}`;
    const text = readFileSync(path, 'utf8');
    writeFileSync(path, text.replaceAll('https://ADDRESS/', address));
  }
  return out;
}

/** Runs a tool; what it says is shown where it fails. */
function run(program, args, options) {
  try {
    execFileSync(program, args, { encoding: 'utf8', stdio: 'pipe', ...options });
  } catch (error) {
    const cure = error.code === 'ENOENT' ? '\n`cargo xtask test web` installs it' : '';
    throw new Error(`${program} ${args.join(' ')}: ${error.message}\n${error.stdout}${error.stderr}${cure}`);
  }
}

const build = {
  plain: (out, address) => copied('plain', out, address),
  frames: (out, address) => copied('frames', out, address),
  mdbook(out, address) {
    copied('mdbook', out, address);
    run(process.env.MDBOOK || 'mdbook', ['build', out]);
    return `${out}/book`;
  },
  vitepress(out, address) {
    const folder = `${sources}vitepress`;
    run(process.execPath, [`${folder}/node_modules/vitepress/bin/vitepress.js`, 'build', folder], {
      env: { ...process.env, SANDTABLE_ADDRESS: address, HOST_OUT: out },
    });
    return out;
  },
};

/** Builds a host whose pages fetch the element from `address`; gives the folder to serve. */
export function host(name, address) {
  const out = `${results}${name}-${new URL(address).port}`;
  rmSync(out, { recursive: true, force: true });
  return build[name](out, address);
}
