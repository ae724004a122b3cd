import { queryPrometheus } from '@noderr/stack';
import { DASHBOARDS, type DashboardPanel, QUIET_PANELS } from '../dashboards.ts';
import { NO_GRAFANA, sourceAnswers, SOURCES } from '../grafana-sources.ts';
import { attachNetwork, WHY_SKIPPED } from '../network.ts';
import { faultsOf, openDashboard } from '../open-dashboard.ts';
import { expect, onGrafana, test } from '../pages.ts';

/** A rate needs two samples, and rules that build on each other their turns. */
const FIRST_FIGURES_MS = 240_000;

for (const dashboard of DASHBOARDS) {
  test(`${dashboard.title}: every panel of the dashboard shows something, without an error`, async ({ admin }) => {
    test.skip(!onGrafana, NO_GRAFANA);
    test.setTimeout(FIRST_FIGURES_MS + 120_000);
    const { request } = admin.page;
    test.skip(!(await sourceAnswers(request, SOURCES.prometheus)), 'no Prometheus answers this Grafana');
    const silent = (await sourceAnswers(request, SOURCES.loki)) ? [] : [SOURCES.loki];
    if (silent.length > 0) test.info().annotations.push({ type: 'not looked at', description: 'panels of Loki' });

    let loadMs = 0;
    await expect(async () => {
      const opened = await openDashboard(admin.page, dashboard, silent);
      expect(await faultsOf(admin.page, dashboard, opened, silent)).toEqual([]);
      loadMs = opened.loadMs;
    }).toPass({ timeout: FIRST_FIGURES_MS, intervals: [15_000] });

    test.info().annotations.push({ type: 'load time', description: `${loadMs} ms` });
    console.log(`  ${dashboard.title}: ${dashboard.panels.length} panels in ${loadMs} ms`);
  });

  test(`${dashboard.title}: the fleet's Prometheus has an answer for every panel`, async () => {
    test.skip(onGrafana, 'Grafana asks the same for the panels themselves');
    test.skip(process.env.RUN_FOLDER === undefined, WHY_SKIPPED);
    const { prometheus } = await attachNetwork(process.env.RUN_FOLDER ?? '');
    test.skip(prometheus === null, 'no Prometheus on this machine');
    test.setTimeout(FIRST_FIGURES_MS + 60_000);
    const panels = dashboard.panels.filter(
      ({ title, datasource }) => datasource?.uid === SOURCES.prometheus && !QUIET_PANELS.includes(title),
    );
    const empty = async (): Promise<string[]> => {
      const found = await Promise.all(
        panels.map(async (panel) => [panel, await rowsOf(prometheus ?? '', panel)] as const),
      );
      return found.filter(([, rows]) => rows === 0).map(([panel]) => panel.title);
    };
    await expect.poll(empty, { timeout: FIRST_FIGURES_MS, intervals: [5_000] }).toEqual([]);
  });
}

test('panels that may be empty are panels of a dashboard', () => {
  const titles = DASHBOARDS.flatMap(({ panels }) => panels.map(({ title }) => title));
  expect(titles).toEqual(expect.arrayContaining(QUIET_PANELS));
});

/** Series with a number now, with every variable as it is at first. */
async function rowsOf(prometheus: string, { targets }: DashboardPanel): Promise<number> {
  const answers = await Promise.all(
    targets.map(({ expr }) =>
      queryPrometheus(
        prometheus,
        expr.replaceAll(/\$__(range|rate_interval)/g, '1m').replaceAll(/\$(tier|version|node_id)/g, '.*'),
      ),
    ),
  );
  return answers.flat().filter(({ samples }) => samples.some(([, value]) => Number.isFinite(value))).length;
}
