// Can a challenge be won, and every model be worked, with keys and by what is told alone?
import { expect, still, test } from './support/test.mjs';
import { models } from './support/golden.mjs';

test.use(still);

/** What has the focus, however deep: its name, its group, its element, and whether it can be seen to. */
const focus = (page) =>
  page.evaluate(() => {
    let active = document.activeElement;
    let host = null;
    while (active?.shadowRoot?.activeElement) {
      host = active.id;
      active = active.shadowRoot.activeElement;
    }
    if (!active || active === document.body) return null;
    // A field has a stop of its own, and the arrows are the field's.
    const group = active.localName === 'input' ? null : active.closest('[data-rove]');
    const name = (e) => e.getAttribute('aria-label') ?? e.textContent.trim().replace(/\s+/g, ' ');
    const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(active);
    const box = active.getBoundingClientRect();
    return {
      host,
      kind: active.localName,
      name: name(active),
      group: group?.getAttribute('aria-label') ?? null,
      inside: group ? [...group.querySelectorAll('button:not(:disabled)')].map(name) : [],
      ring: (outlineStyle !== 'none' && parseFloat(outlineWidth) > 0) || boxShadow !== 'none',
      onScreen: box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
    };
  });

/** Tabs until the focus is where `there` says. */
async function tab(page, there, { back = false, most = 400 } = {}) {
  for (let n = 0; n < most; n += 1) {
    await page.keyboard.press(back ? 'Shift+Tab' : 'Tab');
    const now = await focus(page);
    if (now && there(now)) return now;
  }
  throw new Error(`not reached in ${most} tabs: ${there}`);
}

/** Goes to a button of a group and presses it, from anywhere in the same player. */
async function press(page, host, group, button) {
  const there = (now) => now.host === host && now.group === group;
  let now = await focus(page);
  if (!there(now)) {
    // The stage stands before all groups: from there each comes by Tab.
    if (now.kind !== 'section') await tab(page, (at) => at.host === host && at.kind === 'section', { back: true });
    now = await tab(page, there);
  }
  await page.keyboard.press('Home');
  for (let n = 0; (await focus(page)).name !== button; n += 1) {
    expect(n, `“${button}” among ${now.inside.join(', ')}`).toBeLessThan(now.inside.length);
    await page.keyboard.press('ArrowRight');
  }
  await page.keyboard.press('Enter');
}

/** Gathers what the live regions of a player and of its challenge say, in order. */
const listen = (page, host) =>
  page.evaluate((id) => {
    window.told = [];
    const hear = (region) =>
      new MutationObserver(() => {
        const says = region.textContent.trim();
        if (says) window.told.push(says);
      }).observe(region, { childList: true, characterData: true, subtree: true });
    const element = document.getElementById(id);
    hear(element.shadowRoot.querySelector('[aria-live=polite]'));
    hear(element.closest('.challenge').querySelector('[role=status]'));
  }, host);

/** What was told so far. */
const told = (page) => page.evaluate(() => window.told.join('\n'));

/** Takes a step, and waits until it is told: each is, and steps in one breath are told together. */
async function step(page, host) {
  const before = await told(page);
  await press(page, host, 'Transport', 'Step');
  await expect.poll(() => told(page)).not.toBe(before);
}

test('a challenge is won from the top of the page with keys, and the whole story is told', async ({ page }) => {
  test.slow();
  await page.goto('distribution/quorum/');
  const host = await page.locator('.challenge sand-table').first().getAttribute('id');
  // Tab from the top. An element wakes when the focus comes near; its stage has a stop from then on.
  await page.locator(`#${host}`).evaluate((element) => element.ready());
  const skip = (now) => now.host === host && now.kind === 'section';
  await tab(page, skip, { most: 600 });
  await listen(page, host);

  await press(page, host, 'Use it', 'Write “Friday” via A');
  // What was done is told; then each step is.
  await expect.poll(() => told(page)).toContain('Friday');
  const until = async (says) => {
    for (let n = 0; !says.test(await told(page)); n += 1) {
      expect(n, `steps until ${says}; told so far: ${await told(page)}`).toBeLessThan(30);
      await step(page, host);
    }
  };
  await until(/A stores v2/);
  for (const name of ['C', 'D']) {
    await press(page, host, 'What you can press', `link A–${name}`);
    // The menu takes the focus with its next frame: then to its line that cuts, and in.
    await expect.poll(async () => (await focus(page)).name).not.toBe(`link A–${name}`);
    for (let n = 0; !/^Cut/.test((await focus(page)).name); n += 1) {
      expect(n, 'lines of the menu').toBeLessThan(10);
      await page.keyboard.press('ArrowDown');
    }
    await page.keyboard.press('Enter');
    await expect.poll(() => told(page)).toContain(`The link A–${name} is cut.`);
  }
  await until(/v2 is saved/);
  await press(page, host, 'Use it', 'Read via D');
  await until(/Done/);
  await expect(page.locator('.challenge .grade').first()).toHaveText('Done: broken with 2 faults.');
  // Whoever only listened knows who did what, what broke, and that it is won.
  await expect.poll(() => told(page)).toContain('“A read returns what was saved before it, or newer” is violated');
  const story = await told(page);
  for (const word of ['The client asks A to write “Friday”', 'The link A–C is cut.', 'The link A–D is cut.', 'saved', 'D', 'Done: broken with 2 faults.']) {
    expect(story).toContain(word);
  }
});

for (const model of models) {
  test(`${model}: each control is reached by keys, is seen to have the focus, and lets it go`, async ({ page }) => {
    test.slow();
    await page.goto(`embed/${model}/`);
    const host = page.locator('sand-table');
    await host.scrollIntoViewIfNeeded();
    await expect(host).toHaveAttribute('data-live', '', { timeout: 20_000 });
    await host.evaluate((element) => element.ready());
    const groups = await host.evaluate((element) =>
      [...element.shadowRoot.querySelectorAll('.live [data-rove]')]
        .map((g) => [g.getAttribute('aria-label'), g.querySelectorAll('button:not(:disabled)').length, g.checkVisibility()])
        .filter(([, buttons, shown]) => buttons && shown)
        .map(([name]) => name),
    );
    expect(groups.length).toBeGreaterThan(3);
    const unseen = [];
    const reached = new Set();
    let out = false;
    for (let n = 0; n < 120 && !out; n += 1) {
      await page.keyboard.press('Tab');
      const now = await focus(page);
      // Behind the last control comes the page: nothing holds the focus.
      if (!now || (reached.size > 0 && now.name.endsWith('Sandtable'))) {
        out = true;
        break;
      }
      if (now.group) reached.add(now.group);
      if (!now.ring || !now.onScreen) unseen.push(`${now.kind} ${now.name}`.slice(0, 80));
      // Inside a group: to its end by arrows, so that each button had it.
      const had = new Set([now.name]);
      for (let i = 1; i < now.inside.length; i += 1) {
        await page.keyboard.press('ArrowRight');
        const next = await focus(page);
        had.add(next.name);
        if (!next.ring || !next.onScreen) unseen.push(`${next.kind} ${next.name}`.slice(0, 80));
      }
      if (now.group) expect([...had].sort(), now.group).toEqual([...new Set(now.inside)].sort());
    }
    expect(out, 'the focus leaves the player').toBe(true);
    expect(groups.filter((name) => !reached.has(name)), 'groups that Tab does not reach').toEqual([]);
    expect(unseen).toEqual([]);
  });
}
