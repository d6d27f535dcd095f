// What do all tests of the site share? A server of their own, and a page that has to stay quiet.
import { test as base, expect } from '@playwright/test';
import { OPEN, serve } from '../serve.mjs';
import { listen } from './noise.mjs';
import { foreign } from './foreign.mjs';
import { wake } from './table.mjs';

export { expect };

export const test = base.extend({
  /** The site at the root of a server, one for each worker. */
  site: [
    async ({}, use) => {
      const server = await serve('/', { headers: OPEN });
      await use(server);
      await server.close();
    },
    { scope: 'worker' },
  ],

  baseURL: async ({ site }, use) => use(site.url),

  /** Everything that went wrong in the page. A test that means something to go wrong takes it out. */
  noise: [
    async ({ page, site }, use) => {
      const noise = listen(page, site.url);
      await use(noise);
      expect(noise, 'errors in the console, failed requests, requests to elsewhere').toEqual([]);
    },
    { auto: true },
  ],

  /** Opens a page of somebody else with this body. */
  foreign: async ({ page, site }, use) => use((body) => foreign(page, site.url, body)),

  /** Opens a link in such a page, live. */
  opened: async ({ page, foreign }, use) =>
    use(async (link) => {
      await foreign(`<sand-table id="it" link="${link.replaceAll('&', '&amp;')}"></sand-table>`);
      return wake(page.locator('#it'));
    }),
});

/** Steps without travel, and nothing plays by itself. */
export const still = { contextOptions: { reducedMotion: 'reduce' } };
