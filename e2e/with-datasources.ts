import { SOURCES } from './grafana-sources.ts';
import { onGrafana, type User } from './pages.ts';

/** Has the workbench say that it has the data sources of a Grafana, so that the links to them are on its pages. */
export async function withDatasources({ page }: User): Promise<void> {
  if (onGrafana) return;
  await page.addInitScript((uids) => {
    let boot: { settings: { datasources: object } };
    Object.defineProperty(window, 'grafanaBootData', {
      get: () => boot,
      set: (value: typeof boot) => {
        value.settings.datasources = Object.fromEntries(uids.map((uid) => [uid, { uid }]));
        boot = value;
      },
    });
  }, Object.values(SOURCES));
}
