import { testIds } from '@noderr/grafana-plugin/test-ids';
import { NodeList } from '@noderr/protocol';
import { attachNetwork, WHY_SKIPPED } from '../network.ts';
import { expect, test } from '../pages.ts';

const TIER = 'ORACLE';
const ALERT = 'SpecDiskFailing';
const FIRING = 'firing';

test('an alert of Alertmanager is on the pages of its node and its tier, until it ends', async ({ admin }) => {
  test.skip(process.env.RUN_FOLDER === undefined, WHY_SKIPPED);
  test.setTimeout(240_000);
  const { alertmanager } = await attachNetwork(process.env.RUN_FOLDER ?? '');
  test.skip(alertmanager === null, 'no Alertmanager on this machine');
  const { nodes } = NodeList.parse((await admin.send('GET', '/nodes')).body);
  const node = nodes.find(({ tier }) => tier === TIER);
  const labels = { alertname: ALERT, severity: 'critical', tier: TIER, node_id: node?.nodeId ?? '' };

  await alertmanager?.raise(labels, 'A disk of this node fails.');
  await admin.open(`/nodes/${labels.node_id}`);
  const row = admin.page.getByTestId(testIds.alertRow(ALERT));
  await expect(row).toBeVisible({ timeout: 60_000 });
  await expect(row).toContainText('A disk of this node fails.');
  await expect(row).toContainText(FIRING);
  await admin.open();
  await expect(admin.page.getByTestId(testIds.tierAlerts(TIER))).toBeVisible();

  await alertmanager?.end(labels);
  await admin.open(`/nodes/${labels.node_id}`);
  await expect(row).not.toContainText(FIRING, { timeout: 120_000 });
});
