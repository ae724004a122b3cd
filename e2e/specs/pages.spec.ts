import { testIds } from '@noderr/grafana-plugin/test-ids';
import { expect, onGrafana, PLUGIN_ID, test } from '../pages.ts';

const PAGES = [
  { name: 'Updates & Deployments', path: '' },
  { name: 'Nodes', path: '/nodes' },
  { name: 'Rollback timeline', path: '/timeline' },
  { name: 'Version distribution', path: '/versions' },
  { name: 'Audit', path: '/audit' },
] as const;

for (const { name, path } of PAGES) {
  for (const theme of ['dark', 'light'] as const) {
    test(`${name} opens without an error (${theme})`, async ({ admin }) => {
      const faults: string[] = [];
      admin.page.on('pageerror', (error) => {
        if (!onGrafana || error.stack?.includes(PLUGIN_ID)) faults.push(error.message);
      });
      await admin.open(path, theme);
      await expect(admin.page.getByTestId(testIds.loading)).toHaveCount(0);
      await expect(admin.page.getByTestId(/^noderr-page-/).first()).toBeVisible();
      await expect(admin.page.getByTestId(testIds.error)).toHaveCount(0);
      expect(faults).toEqual([]);
    });
  }
}

test('a node of the fleet has a page with what it runs and why', async ({ admin }) => {
  await admin.open('/nodes');
  await admin.page.getByTestId(testIds.nodeTable).getByRole('link').first().click();
  await expect(admin.page.getByTestId(testIds.nodeWants)).toBeVisible();
});
