import { type Browser, type BrowserContext, type Page } from 'playwright';
import { startWorkbench, type Workbench } from '../workbench/server.ts';
import { type Role } from '../workbench/workbench-user.ts';
import { launchChromium } from './chromium.ts';
import { type FixtureHub, startFixtureHub } from './fixture-hub.ts';
import { fixtureSecrets } from './fixture-secrets.ts';
import { type Scenario } from './fixture/scenarios.ts';

export type Theme = 'dark' | 'light';

export interface OpenOptions {
  role?: Role;
  theme?: Theme;
}

/** The built pages in Chromium over a fixture hub. */
export interface PageLab {
  hub: FixtureHub;
  workbench: Workbench;
  browser: Browser;
  newContext(width?: number): Promise<BrowserContext>;
  /** Opens an address of Grafana and waits until it shows something of its own. */
  open(page: Page, path: string, options?: OpenOptions): Promise<void>;
  close(): Promise<void>;
}

export const APP = '/a/noderr-hub-app';
export const CONFIG = '/plugins/noderr-hub-app';

const TIMEOUT_MS = 60_000;

export async function startPageLab(options: { scenario: Scenario; provisioned?: boolean }): Promise<PageLab> {
  const secrets = await fixtureSecrets();
  const hub = await startFixtureHub({ scenario: options.scenario, secrets });
  const workbench = await startWorkbench({ hubUrl: hub.url, provisioned: options.provisioned ?? false, ...secrets });
  const browser = await launchChromium();
  return {
    hub,
    workbench,
    browser,
    async newContext(width = 1440) {
      const context = await browser.newContext({ viewport: { width, height: 900 } });
      context.setDefaultTimeout(TIMEOUT_MS);
      return context;
    },
    async open(page, path, { role = 'Admin', theme = 'dark' } = {}) {
      await page.goto(`${workbench.url}${path}?theme=${theme}&role=${role}`);
      await page.locator('[data-testid^="noderr-page-"]:not([data-testid="noderr-page-loading"])').first().waitFor();
    },
    async close() {
      await browser.close();
      await workbench.close();
      await hub.close();
      await secrets.remove();
    },
  };
}
