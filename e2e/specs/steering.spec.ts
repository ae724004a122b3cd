import { testIds } from '@noderr/grafana-plugin/test-ids';
import { attachNetwork, type Network, WHY_SKIPPED } from '../network.ts';
import { expect, test } from '../pages.ts';

const TIER = 'ORACLE';

test.describe.configure({ mode: 'serial' });

test.describe('steering a rollout from the page', () => {
  test.skip(process.env.RUN_FOLDER === undefined, WHY_SKIPPED);

  let network: Network;
  let before: ReadonlyMap<string, string>;

  test.beforeAll(async () => {
    network = await attachNetwork(process.env.RUN_FOLDER ?? '');
    before = await network.runningContainers();
  });

  test('a double click on Pause makes one transaction, and the contract says paused', async ({ admin }) => {
    await network.publish('1.1.0');
    await admin.open();
    const status = admin.page.getByTestId(testIds.tierStatus(TIER));
    const pause = admin.page.getByTestId(testIds.action(TIER, 'pause'));
    await expect(pause).toBeEnabled();
    const changes = await network.changes();
    await pause.dblclick();
    await expect(admin.page.getByTestId(testIds.stages(TIER))).toBeVisible();
    await expect(status).toHaveText(/paused/i);
    await expect.poll(async () => (await network.view()).directive.paused).toBe(true);
    expect(await network.changes()).toBe(changes + 1);
  });

  test('Resume wants a reason and lets the rollout go on', async ({ admin }) => {
    await admin.open();
    await admin.page.getByTestId(testIds.action(TIER, 'resume')).click();
    const confirm = admin.page.getByTestId(testIds.dialogConfirm);
    await expect(confirm).toBeDisabled();
    await admin.page.getByTestId(testIds.dialogReason).fill('looked at it');
    await confirm.click();
    await expect.poll(async () => (await network.view()).directive.paused).toBe(false);
  });

  test('Roll back at half way returns updated nodes to their kept containers', async ({ admin }) => {
    const updated = await network.untilSomeRun('1.1.0');
    await admin.open();
    await admin.page.getByTestId(testIds.action(TIER, 'rollback')).click();
    await expect(admin.page.getByTestId(testIds.dialogPreview)).toContainText('kept container');
    await admin.page.getByTestId(testIds.dialogReason).fill('drill');
    const confirm = admin.page.getByTestId(testIds.dialogConfirm);
    await expect(confirm).toBeDisabled();
    await admin.page.getByTestId(testIds.dialogTypedTier).fill(TIER);
    await confirm.click();
    await expect.poll(async () => (await network.view()).directive.kind).toBe('rollback');
    await expect(admin.page.getByTestId(testIds.tierStatus(TIER))).toHaveText(/rolled back/i, { timeout: 120_000 });
    expect(updated.length).toBeGreaterThan(0);
    await expect.poll(async () => [...(await network.runningContainers())]).toEqual([...before]);
  });
});
