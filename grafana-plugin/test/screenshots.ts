import { spawnSync } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { type Page } from 'playwright';
import { type Role } from '../workbench/workbench-user.ts';
import { testIds } from '../src/test-ids.ts';
import { type Scenario } from './fixture/scenarios.ts';
import { seededNodeId } from './fixture/seeded.ts';
import { APP, CONFIG, startPageLab } from './page-lab.ts';

const { values } = parseArgs({
  options: {
    out: { type: 'string', default: 'docs/usage/images' },
    /** Only pages and stories whose name contains this. */
    only: { type: 'string', default: '' },
    width: { type: 'string', default: '1440' },
  },
});
/** Of a long page the beginning is enough; pixels. */
const MAX_HEIGHT = 1700;
let warned = false;

interface Shot {
  name: string;
  scenario: Scenario;
  path: string;
  role?: Role;
  /** A dialog covers what is on the screen, not the whole page. */
  onScreen?: boolean;
  prepare?: (page: Page) => Promise<void>;
}

const stories: { suffix: string; scenario: Scenario }[] = [
  { suffix: '0', scenario: 'empty' },
  { suffix: '3', scenario: 'small' },
  { suffix: '1000', scenario: 'running' },
];
const NODE_PAGE = `${APP}/nodes/${seededNodeId('oracle-001')}`;
const RELEASE_PAGE = `${APP}/releases/ORACLE/3`;
const everyPage: { name: string; path: string; prepare?: (page: Page) => Promise<void> }[] = [
  { name: 'home', path: APP },
  { name: 'nodes', path: `${APP}/nodes` },
  { name: 'node', path: NODE_PAGE },
  { name: 'release', path: RELEASE_PAGE },
  { name: 'timeline', path: `${APP}/timeline` },
  { name: 'versions', path: `${APP}/versions` },
  { name: 'audit', path: `${APP}/audit` },
  { name: 'enrolment', path: `${APP}/enrolment` },
  { name: 'config', path: CONFIG, prepare: testConnection },
];

async function click(page: Page, testId: string): Promise<void> {
  await page.getByTestId(testId).first().click();
}

async function testConnection(page: Page): Promise<void> {
  await click(page, testIds.configTest);
  await page.getByTestId(testIds.configCheck('chain')).waitFor();
}

const shots: Shot[] = [
  ...everyPage.flatMap((page) =>
    stories.map(({ suffix, scenario }) => ({ ...page, name: `${page.name}-${suffix}`, scenario })),
  ),
  { name: 'home-guard', scenario: 'guard', path: APP },
  { name: 'home-viewer', scenario: 'guard', path: APP, role: 'Viewer' },
  { name: 'home-rolling-back', scenario: 'rolling-back', path: APP },
  { name: 'home-complete', scenario: 'complete', path: APP },
  { name: 'home-stale', scenario: 'stale', path: APP },
  {
    name: 'home-resume',
    onScreen: true,
    scenario: 'guard',
    path: APP,
    prepare: (page) => click(page, testIds.action('ORACLE', 'resume')),
  },
  {
    name: 'home-rollback',
    onScreen: true,
    scenario: 'running',
    path: APP,
    prepare: async (page) => {
      await click(page, testIds.action('ORACLE', 'rollback'));
      await page.getByText('kept container').waitFor();
    },
  },
  { name: 'home-paused', scenario: 'running', path: APP, prepare: pauseAndSee },
  { name: 'node-failed', scenario: 'guard', path: NODE_PAGE },
  { name: 'release-guard', scenario: 'guard', path: RELEASE_PAGE },
  {
    name: 'enrolment-token',
    scenario: 'small',
    path: `${APP}/enrolment`,
    prepare: async (page) => {
      await click(page, testIds.tokenCreate);
      await page.getByTestId(testIds.tokenCommand).waitFor();
    },
  },
];

async function pauseAndSee(page: Page): Promise<void> {
  await click(page, testIds.action('ORACLE', 'pause'));
  await page.getByTestId(testIds.stages('ORACLE')).waitFor();
  await page.getByTestId(testIds.tierStatus('ORACLE')).filter({ hasText: 'Paused' }).waitFor();
}

const out = resolve(process.env['INIT_CWD'] ?? process.cwd(), values.out);
await mkdir(out, { recursive: true });
const lab = await startPageLab({ scenario: 'running' });
try {
  for (const theme of ['dark', 'light'] as const) {
    const context = await lab.newContext(Number(values.width));
    const page = await context.newPage();
    page.on('console', (message) => {
      // Grafana's own font is not among its packages.
      if (message.type() !== 'error' || message.location().url.includes('/public/fonts/')) return;
      console.error('  console:', message.text().slice(0, 300));
    });
    page.on('pageerror', (error) => {
      console.error('  page error:', error.message);
    });
    for (const shot of shots.filter((one) => one.name.includes(values.only))) {
      lab.hub.show(shot.scenario);
      await lab.open(page, shot.path, { theme, role: shot.role ?? 'Admin' });
      await settled(page);
      if (shot.prepare) {
        await shot.prepare(page);
        await settled(page);
      }
      const file = `${shot.name}-${theme}.png`;
      const path = join(out, file);
      const area = shot.onScreen ? {} : { fullPage: true, clip: await clipOf(page) };
      await page.screenshot({ path, animations: 'disabled', ...area });
      toPalette(path);
      console.log(file);
    }
    await context.close();
  }
} finally {
  await lab.close();
}

/** Nothing is loading any more, icons included. */
async function settled(page: Page): Promise<void> {
  await page.waitForFunction(
    () =>
      document.querySelectorAll('[data-testid="noderr-loading"]').length === 0 &&
      [...document.querySelectorAll('svg')].every((icon) => icon.childElementCount > 0),
  );
}

async function clipOf(page: Page): Promise<{ x: number; y: number; width: number; height: number }> {
  const height = await page.evaluate(() => document.documentElement.scrollHeight);
  return { x: 0, y: 0, width: Number(values.width), height: Math.min(height, MAX_HEIGHT) };
}

/** A quarter of the bytes for what the eye cannot tell apart; without pngquant the file stays as it is. */
function toPalette(path: string): void {
  const { error } = spawnSync('pngquant', ['--force', '--strip', '--speed', '1', '--ext', '.png', '128', path]);
  if (error && !warned) console.warn('pngquant is not installed: the pictures stay large');
  warned ||= error !== undefined;
}
