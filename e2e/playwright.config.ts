import { defineConfig } from '@playwright/test';

export default defineConfig({
  testDir: 'specs',
  // One network is acted on by all of them, in this order.
  workers: 1,
  fullyParallel: false,
  timeout: 180_000,
  expect: { timeout: 30_000 },
  reporter: [['list'], ['./skipped-reporter.ts']],
  use: {
    ...(process.env.PAGES_URL === undefined ? {} : { baseURL: process.env.PAGES_URL }),
    viewport: { width: 1440, height: 900 },
    actionTimeout: 60_000,
    navigationTimeout: 60_000,
    screenshot: 'only-on-failure',
    launchOptions: {
      executablePath: process.env.CHROMIUM_BIN ?? '/usr/bin/chromium',
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
  },
});
