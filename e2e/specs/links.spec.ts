import { testIds } from '@noderr/grafana-plugin/test-ids';
import { NodeList } from '@noderr/protocol';
import { DASHBOARDS } from '../dashboards.ts';
import { panelOf } from '../open-dashboard.ts';
import { APP, expect, onGrafana, test, type User } from '../pages.ts';
import { withDatasources } from '../with-datasources.ts';

const PAGES = ['', '/nodes', '/timeline', '/versions', '/audit'];
const ANY_PAGE = /^noderr-page-/;

/** Every address of a dashboard on our pages. */
async function dashboardLinks(admin: User): Promise<string[]> {
  await withDatasources(admin);
  const { nodes } = NodeList.parse((await admin.send('GET', '/nodes')).body);
  const found = new Set<string>();
  async function collect(path: string): Promise<void> {
    await admin.open(path);
    const page = admin.page.getByTestId(ANY_PAGE).first();
    await expect(page).toBeVisible();
    await expect(admin.page.getByTestId(testIds.loading)).toHaveCount(0);
    if (path.startsWith('/nodes/')) await expect(admin.page.getByTestId(testIds.nodeDashboard)).toBeVisible();
    for (const link of await page.locator('a[href*="/d/"]').all()) found.add((await link.getAttribute('href')) ?? '');
  }
  for (const path of [...PAGES, `/nodes/${nodes[0]?.nodeId ?? ''}`]) await collect(path);
  return [...found];
}

test('links to dashboards lead to one that is provisioned, and set variables that it has', async ({ admin }) => {
  const links = await dashboardLinks(admin);
  expect(links).not.toEqual([]);
  for (const link of links) {
    const { pathname, searchParams } = new URL(link, admin.page.url());
    const dashboard = DASHBOARDS.find(({ uid }) => pathname.endsWith(`/d/${uid}`));
    expect(dashboard, link).toBeDefined();
    const set = [...searchParams.keys()].filter((name) => name.startsWith('var-')).map((name) => name.slice(4));
    expect(dashboard?.variables).toEqual(expect.arrayContaining(set));
    if (!onGrafana) continue;
    await admin.page.goto(link);
    await expect(panelOf(admin.page, dashboard?.panels[0]?.title ?? '')).toBeVisible();
  }
});

for (const { title, text } of DASHBOARDS) {
  test(`the links of the dashboard ${title} lead to pages and runbooks that are there`, async ({ admin }) => {
    const paths = new Set(text.match(/(?<=")\/(a|public\/plugins)\/noderr-hub-app[^"$]*(?=")/g));
    expect(paths.size).toBeGreaterThan(0);
    for (const path of paths) {
      if (path.startsWith(APP)) {
        await admin.open(path.slice(APP.length));
        await expect(admin.page.getByTestId(ANY_PAGE).first(), path).toBeVisible();
      } else {
        const answer = await admin.page.request.get(path);
        expect(answer.status(), path).toBe(200);
      }
    }
  });
}
