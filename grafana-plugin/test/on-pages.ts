import { type Page } from 'playwright';
import { afterAll, beforeAll, beforeEach, afterEach, describe } from 'vitest';
import { type Scenario } from './fixture/scenarios.ts';
import { pagesMissing } from './chromium.ts';
import { type PageLab, startPageLab } from './page-lab.ts';

export interface OnPages {
  lab: () => PageLab;
  /** A page of a context of its own, new for each test. */
  page: () => Page;
}

/** For a machine that is busy with other suites; no measure of speed. */
const TIMEOUT_MS = 240_000;

/** A suite on the built pages in Chromium; named and skipped where there is none, a failure with REQUIRE_ALL=1. */
export function describeOnPages(
  title: string,
  options: { scenario: Scenario; provisioned?: boolean },
  suite: (pages: OnPages) => void,
): void {
  const missing = pagesMissing();
  if (missing !== null) {
    if (process.env['REQUIRE_ALL'] === '1') throw new Error(`${title}: ${missing}`);
    console.warn(`skipped: ${title} (${missing})`);
  }
  describe.skipIf(missing !== null)(title, { timeout: TIMEOUT_MS }, () => {
    let lab: PageLab | undefined;
    let page: Page | undefined;
    beforeAll(async () => {
      lab = await startPageLab(options);
    });
    beforeEach(async () => {
      lab?.hub.show(options.scenario);
      page = await (await lab?.newContext())?.newPage();
    });
    afterEach(async () => {
      await page?.context().close();
    });
    afterAll(async () => {
      await lab?.close();
    });
    suite({ lab: () => started(lab), page: () => started(page) });
  });
}

function started<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('not started yet');
  return value;
}
