// How does a test use a <sand-table>? By the roles and labels that a reader meets.
import { expect } from '@playwright/test';

/** A live `<sand-table>`. */
export class Table {
  constructor(host) {
    this.host = host;
    /** Everything of the live player; its static twin is not in here. */
    this.live = host.locator('.live');
    this.stage = this.live.locator('section.stage').first();
    this.uses = this.live.getByRole('group', { name: 'Use it' });
    this.faults = this.live.getByRole('group', { name: 'Break it' });
    this.transport = this.live.getByRole('toolbar', { name: 'Transport' });
    this.scrubber = this.live.getByRole('slider', { name: 'Place in the run' });
    this.log = this.live.getByRole('list', { name: 'What happened' });
    this.script = this.live.getByRole('list', { name: 'What was done' });
    this.branches = this.live.getByRole('group', { name: 'Branches' });
    this.menu = this.live.getByRole('menu');
    this.alert = this.live.getByRole('alert');
    this.status = this.live.locator('[aria-live=polite]');
  }

  /** A button by its whole name. */
  button(name) {
    return this.live.getByRole('button', { name, exact: true });
  }

  /** A button that lies over the picture. */
  over(name) {
    return this.live.getByRole('group', { name: 'What you can press' }).getByRole('button', { name });
  }

  item(name) {
    return this.menu.getByRole('menuitem', { name });
  }

  /** A property of the element. */
  get(name) {
    return this.host.evaluate((element, name) => element[name], name);
  }

  /** Calls a method of the element. */
  call(name, ...values) {
    return this.host.evaluate((element, [name, values]) => element[name](...values), [name, values]);
  }

  /** The hash of the whole run. */
  async hash() {
    return JSON.parse(await this.get('trace')).hash;
  }

  async check(name) {
    return (await this.get('checks')).find((check) => check.name === name);
  }

  /** Waits until the cursor is at a step. */
  async isAt(step) {
    await expect.poll(() => this.get('position')).toBe(step);
  }
}

/** Goes to a page and makes one of its elements live. */
export async function open(page, path, nth = 0) {
  await page.goto(path);
  return wake(page.locator('sand-table').nth(nth));
}

/** Makes every element of a page live at once, as a page's own script may, and gives them. */
export async function wakeAll(page) {
  const hosts = await page.locator('sand-table').all();
  if (hosts.length === 0) return [];
  const asleep = await page.evaluate(async () => {
    const all = [...document.querySelectorAll('sand-table')];
    const late = new Promise((_, late) => setTimeout(late, 20_000, new Error('not live after 20 s')));
    const live = customElements.whenDefined('sand-table').then(() => Promise.all(all.map((host) => host.ready())));
    await Promise.race([live, late]);
    return all.filter((host) => !host.hasAttribute('data-live')).map((host) => host.id || host.outerHTML.slice(0, 80));
  });
  expect(asleep, 'models that did not come to life').toEqual([]);
  return hosts.map((host) => new Table(host));
}

/** Makes an element live, as scrolling to it does, and waits until all of it is there. */
export async function wake(host) {
  await host.scrollIntoViewIfNeeded();
  await expect(host).toHaveAttribute('data-live', '', { timeout: 20_000 });
  await host.evaluate((element) => element.ready());
  return new Table(host);
}
