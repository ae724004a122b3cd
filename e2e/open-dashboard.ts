import { expect, type Locator, type Page } from '@playwright/test';
import { type ProvisionedDashboard, QUIET_PANELS } from './dashboards.ts';
import { type QueryAnswer, watchQueries } from './query-watch.ts';

/** Height of a row of Grafana's grid and the gap after it, in pixels. */
const GRID_ROW = 38;
const ABOVE_THE_GRID = 400;

export interface OpenedDashboard {
  /** From the address to the last panel's answer, in milliseconds. */
  loadMs: number;
  answers: readonly QueryAnswer[];
}

/** Opens a dashboard and waits until its panels have their answers, which they ask for when they come into view. */
export async function openDashboard(
  page: Page,
  { uid, panels }: ProvisionedDashboard,
  silent: readonly string[],
): Promise<OpenedDashboard> {
  const rows = Math.max(...panels.map(({ gridPos }) => gridPos.y + gridPos.h));
  await page.setViewportSize({ width: 1440, height: ABOVE_THE_GRID + rows * GRID_ROW });
  const watch = watchQueries(page);
  const started = Date.now();
  await page.goto(`/d/${uid}?orgId=1`);
  for (const { title } of panels) {
    await expect(panelOf(page, title)).toBeVisible({ timeout: 60_000 });
    await panelOf(page, title).scrollIntoViewIfNeeded();
  }
  const ids = panels.filter(({ datasource }) => !silent.includes(datasource?.uid ?? '')).map(({ id }) => id);
  await expect.poll(() => watch.unanswered(ids), { message: 'panels without an answer', timeout: 60_000 }).toEqual([]);
  await expect(page.getByLabel('Panel loading bar')).toHaveCount(0);
  watch.stop();
  return { loadMs: Date.now() - started, answers: watch.answers() };
}

/** What is wrong with an opened dashboard, panel by panel; `silent` sources have no store behind them. */
export async function faultsOf(
  page: Page,
  { panels }: ProvisionedDashboard,
  { answers }: OpenedDashboard,
  silent: readonly string[],
): Promise<string[]> {
  const faults = answers
    .filter(({ panel }) => panel === null)
    .flatMap(({ errors }) => errors.map((error) => `annotations: ${error}`));
  for (const { id, title, datasource } of panels) {
    if (silent.includes(datasource?.uid ?? '')) continue;
    const own = answers.filter(({ panel }) => panel === id);
    faults.push(...own.flatMap(({ errors }) => errors.map((error) => `${title}: ${error}`)));
    const panel = panelOf(page, title);
    if ((await panel.getByTestId('data-testid Panel status error').count()) > 0) faults.push(`${title}: error badge`);
    if (QUIET_PANELS.includes(title)) continue;
    if (!own.some(({ rows }) => rows > 0)) faults.push(`${title}: an empty answer`);
    const empty = panel
      .getByTestId('data-testid Panel data error message')
      .or(panel.getByText('No data', { exact: true }));
    if ((await empty.count()) > 0) faults.push(`${title}: ${await empty.first().innerText()}`);
  }
  return faults;
}

/** A panel, by the one test id that Grafana 12.3 and 13 share. */
export function panelOf(page: Page, title: string): Locator {
  return page.getByTestId(`data-testid Panel header ${title}`).first();
}
