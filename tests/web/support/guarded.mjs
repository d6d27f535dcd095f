// What do tests share of the site as a host serves it that reads `_headers`? What its policy refused.
import { headersOf } from './headers.mjs';
import { test as base } from './test.mjs';
import { serve } from '../serve.mjs';

export const test = base.extend({
  site: [
    async ({}, use) => {
      const server = await serve('/', { headers: headersOf() });
      await use(server);
      await server.close();
    },
    { scope: 'worker' },
  ],

  /** What the policy refused in the page, a line for each. */
  violations: [
    async ({ page }, use) => {
      const violations = [];
      await page.exposeFunction('violated', (line) => violations.push(line));
      await page.addInitScript(() =>
        addEventListener('securitypolicyviolation', (e) =>
          window.violated(`${e.effectiveDirective}: ${e.blockedURI} ${e.sample} (${e.sourceFile}:${e.lineNumber})`),
        ),
      );
      await use(violations);
    },
    { auto: true },
  ],
});
