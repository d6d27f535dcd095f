// Do the models run without a page, from Node and from a bundler, and as on the machine that built them?
import { execFile } from 'node:child_process';
import { createServer } from 'node:http';
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from './support/test.mjs';
import { golden, models as recorded } from './support/golden.mjs';

const HERE = fileURLToPath(new URL('.', import.meta.url));
const FOLDER = process.env.SANDTABLE_PACKAGE ?? join(HERE, '../../target/sandtable/npm');
const { models, run, Session } = await import(pathToFileURL(join(FOLDER, 'node.js')).href);

/** A project that depends on the package, taken away at its end. */
async function project(files, use) {
  await mkdir(join(HERE, 'results'), { recursive: true });
  const folder = await mkdtemp(join(HERE, 'results/project-'));
  try {
    await mkdir(join(folder, 'node_modules'));
    await symlink(FOLDER, join(folder, 'node_modules/sandtable'));
    for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
    await use(folder);
  } finally {
    await rm(folder, { recursive: true });
  }
}

test('every model of the catalog gives the recorded runs in Node', () => {
  expect(models().map((model) => model.id).sort()).toEqual([...recorded].sort());
  for (const { link, transcript, hash, model } of golden) {
    const now = run(link);
    expect(now.transcript, link).toBe(transcript);
    expect(now, link).toMatchObject({ link, model, hash });
  }
});

test('a run’s verdicts are those of its transcript', () => {
  const { checks, length } = run('v1/quorum?w=1&r=1');
  const fresh = checks.find((check) => check.name === 'fresh');
  expect(fresh).toMatchObject({ kind: 'always', verdict: 'violated' });
  expect(fresh.violatedAt).toBeGreaterThan(0);
  expect(fresh.violatedAt).toBeLessThanOrEqual(length);
  expect(fresh.why).toContain('returned');
});

test('every model can be used and broken at random, and its links come back', () => {
  for (const { id } of models()) {
    const session = new Session(`v1/${id}`);
    for (let turn = 0; turn < 25; turn += 1) {
      const { choices } = session;
      if (choices.length) session.act(choices[(turn * 7) % choices.length].action);
      if (turn % 3 === 0) session.step();
    }
    const again = new Session(session.link);
    expect(again.link, id).toBe(session.link);
    expect(again.hash, id).toBe(session.hash);
    expect(again.scene, id).toBe(session.scene);
    session.reset();
    expect(session.link, id).toBe(new Session(`v1/${id}`).link);
  }
});

test('what cannot be read or done is thrown, with its place and the cure', () => {
  const thrown = (act) => {
    try {
      act();
    } catch (error) {
      return error;
    }
  };
  const link = 'v1/quorum?w=9&x=1';
  const refused = thrown(() => run(link));
  expect(refused).toBeInstanceOf(Error);
  expect(refused.problems.length).toBe(2);
  for (const { from, to, what, cure } of refused.problems) {
    expect(link.slice(from, to)).toMatch(/w=9|x/);
    expect(what && cure).toBeTruthy();
  }
  const session = new Session('v1/quorum');
  const before = session.link;
  for (const act of [() => session.act('crash Z'), () => session.act(''), () => session.set('n', 'many')]) {
    expect(thrown(act).problems.length).toBe(1);
  }
  expect(session.link).toBe(before);
});

test('its types hold for those who use them, and refuse misuse', async () => {
  const use = `
    import { models, run, Session, type Check, type Refusal } from 'sandtable';
    const checks: Check[] = run('v1/quorum').checks;
    const ids: string[] = models().map((model) => model.id);
    const session = new Session('v1/quorum');
    const moved: boolean = session.step();
    const actions: string[] = session.choices.map((choice) => choice.action);
    const verdict: 'holds' | 'violated' | 'pending' | 'vacuous' = session.checks[0].verdict;
    try { session.act('crash B'); } catch (error) { (error as Refusal).problems[0].cure.trim(); }
    export { checks, ids, moved, actions, verdict };
  `;
  const misuse = `
    import { run, Session } from 'sandtable';
    // @ts-expect-error: a link is a text
    run(1);
    // @ts-expect-error: there is no such verdict
    const wrong: boolean = new Session('v1/quorum').checks[0].verdict === 'fine';
    export { wrong };
  `;
  const config = { compilerOptions: { strict: true, noEmit: true, module: 'nodenext', target: 'es2022' } };
  const files = { 'package.json': '{"type":"module"}', 'use.ts': use, 'misuse.ts': misuse };
  await project({ ...files, 'tsconfig.json': JSON.stringify(config) }, async (folder) => {
    const tsc = join(HERE, 'node_modules/typescript/bin/tsc');
    const said = await promisify(execFile)(process.execPath, [tsc, '-p', folder]).catch((e) => e);
    expect(said.stdout).toBe('');
  });
});

test('a bundler puts it into a page, and the page runs it', async ({ page }) => {
  const { build } = await import('vite');
  const files = {
    'package.json': '{"type":"module"}',
    'index.html': '<!doctype html><title>Bundled</title><link rel="icon" href="data:,"><script type="module" src="main.js"></script>',
    'main.js': `
      import { models, run } from 'sandtable';
      window.ran = models().map(({ id }) => run('v1/' + id)).map(({ link, hash }) => [link, hash]);
    `,
  };
  await project(files, async (root) => {
    await build({ root, base: './', logLevel: 'error', build: { target: 'es2022' } });
    const types = { '.html': 'text/html', '.js': 'text/javascript', '.wasm': 'application/wasm' };
    const server = createServer(async (request, response) => {
      const name = request.url === '/' ? 'index.html' : request.url.slice(1);
      const body = await readFile(join(root, 'dist', name)).catch(() => undefined);
      response.writeHead(body ? 200 : 404, { 'content-type': types[extname(name)] ?? 'text/plain' });
      response.end(body);
    });
    await new Promise((ready) => server.listen(0, '127.0.0.1', ready));
    // Another site than the one that is tested: what is fetched from here is no noise.
    const context = await page.context().browser().newContext();
    const there = await context.newPage();
    const errors = [];
    there.on('pageerror', (error) => errors.push(error));
    await there.goto(`http://127.0.0.1:${server.address().port}/`);
    await there.waitForFunction(() => window.ran);
    const ran = await there.evaluate(() => window.ran);
    expect(errors).toEqual([]);
    expect(ran.length).toBe(recorded.length);
    for (const [link, hash] of ran) {
      expect(hash, link).toBe(golden.find((one) => one.link === link).hash);
    }
    await context.close();
    server.closeAllConnections();
    await new Promise((closed) => server.close(closed));
  });
});
