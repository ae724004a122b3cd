import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { chromium, type Page } from 'playwright';
import { startWorkbench } from '../workbench/server.ts';
import { startFixtureHub } from './fixture-hub.ts';
import { fixtureSecrets } from './fixture-secrets.ts';
import { type Scenario } from './fixture/scenarios.ts';
import { seededNodeId } from './fixture/seeded.ts';

const { values } = parseArgs({
  options: {
    out: { type: 'string', default: 'docs/usage/images' },
    /** Only pages and stories whose name contains this. */
    only: { type: 'string', default: '' },
    width: { type: 'string', default: '1440' },
  },
});
const APP = '/a/noderr-hub-app';

interface Shot {
  name: string;
  scenario: Scenario;
  path: string;
  role?: string;
  prepare?: (page: Page) => Promise<void>;
}

const stories: { suffix: string; scenario: Scenario }[] = [
  { suffix: '0', scenario: 'empty' },
  { suffix: '3', scenario: 'small' },
  { suffix: '1000', scenario: 'running' },
];
const everyPage: { name: string; path: string }[] = [
  { name: 'home', path: APP },
  { name: 'nodes', path: `${APP}/nodes` },
  { name: 'timeline', path: `${APP}/timeline` },
  { name: 'versions', path: `${APP}/versions` },
  { name: 'audit', path: `${APP}/audit` },
  { name: 'enrolment', path: `${APP}/enrolment` },
];
const nodePath = (name: string): string => `${APP}/nodes/${seededNodeId(name)}`;

const shots: Shot[] = [
  ...everyPage.flatMap((page) =>
    stories.map(({ suffix, scenario }) => ({ name: `${page.name}-${suffix}`, path: page.path, scenario })),
  ),
  { name: 'home-guard', scenario: 'guard', path: APP },
  { name: 'home-rolling-back', scenario: 'rolling-back', path: APP },
  { name: 'home-complete', scenario: 'complete', path: APP },
  { name: 'home-stale', scenario: 'stale', path: APP },
  { name: 'home-viewer', scenario: 'guard', path: APP, role: 'Viewer' },
  { name: 'node-3', scenario: 'small', path: nodePath('oracle-001') },
  { name: 'node-failed', scenario: 'guard', path: nodePath('oracle-001') },
  { name: 'release-3', scenario: 'small', path: `${APP}/releases/ORACLE/3` },
  { name: 'release-1000', scenario: 'guard', path: `${APP}/releases/ORACLE/3` },
  { name: 'config', scenario: 'running', path: '/plugins/noderr-hub-app' },
];

const out = resolve(process.env['INIT_CWD'] ?? process.cwd(), values.out);
await mkdir(out, { recursive: true });
const secrets = await fixtureSecrets();
const hub = await startFixtureHub({ scenario: 'running' });
const workbench = await startWorkbench({ hubUrl: hub.url, ...secrets });
const browser = await chromium.launch({
  executablePath: process.env['CHROMIUM_BIN'] ?? '/usr/bin/chromium',
  args: [
    '--no-sandbox',
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
  ],
  timeout: 60_000,
});
try {
  for (const theme of ['dark', 'light']) {
    const context = await browser.newContext({ viewport: { width: Number(values.width), height: 900 } });
    const page = await context.newPage();
    page.on('console', (message) => {
      if (message.type() === 'error' && !message.text().includes('404'))
        console.error('  console:', message.text().slice(0, 300));
    });
    page.on('pageerror', (error) => {
      console.error('  page error:', error.message);
    });
    for (const shot of shots.filter((one) => one.name.includes(values.only))) {
      hub.show(shot.scenario);
      await page.goto(`${workbench.url}${shot.path}?theme=${theme}&role=${shot.role ?? 'Admin'}`, { timeout: 60_000 });
      await page.locator('[data-testid^="noderr-page-"]').first().waitFor({ timeout: 60_000 });
      await page.waitForLoadState('networkidle');
      await page.locator('[data-testid="noderr-loading"]').waitFor({ state: 'detached', timeout: 60_000 });
      await shot.prepare?.(page);
      await page.screenshot({ path: join(out, `${shot.name}-${theme}.png`), fullPage: true });
      console.log(`${shot.name}-${theme}.png`);
    }
    await context.close();
  }
} finally {
  await browser.close();
  await workbench.close();
  await hub.close();
  await secrets.remove();
}
