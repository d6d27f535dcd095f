// How are the tests of the built site run?
import { defineConfig } from '@playwright/test';
import { launchOptions } from './browser.mjs';

export default defineConfig({
  testDir: '.',
  testMatch: '*.spec.mjs',
  outputDir: 'results',
  reporter: process.stdout.isTTY ? 'line' : 'list',
  fullyParallel: true,
  workers: 2,
  // A busy machine may be late once. What passed only then is told with the result.
  retries: 1,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  use: {
    browserName: 'chromium',
    launchOptions,
    viewport: { width: 1280, height: 900 },
    // What is kept on a device would come between the site and every other test.
    serviceWorkers: 'block',
    actionTimeout: 10_000,
    screenshot: 'only-on-failure',
  },
});
