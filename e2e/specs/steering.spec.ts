import { testIds } from '@noderr/grafana-plugin/test-ids';
import { NodeList } from '@noderr/protocol';
import { throughout } from '@noderr/stack';
import { attachNetwork, type Network, WHY_SKIPPED } from '../network.ts';
import { expect, test, type User } from '../pages.ts';

const TIER = 'ORACLE';
const TARGET = '1.1.0';
/** Two delays between cohorts of the demo's plan. */
const TWO_DELAYS_S = 30;

async function pulling(user: User): Promise<string[]> {
  const { nodes } = NodeList.parse((await user.send('GET', '/nodes')).body);
  return nodes
    .filter((node) => node.state?.name === 'verifying' || node.state?.name === 'downloading')
    .map((node) => node.name);
}

test.describe.configure({ mode: 'serial' });

test.describe('steering a rollout from the page', () => {
  test.skip(process.env.RUN_FOLDER === undefined, WHY_SKIPPED);

  let network: Network;
  let before: ReadonlyMap<string, string>;

  test.beforeAll(async () => {
    network = await attachNetwork(process.env.RUN_FOLDER ?? '');
    before = await network.runningContainers();
  });

  test('Pause during a pull: one transaction for a double click and a second tab, and nothing starts', async ({
    admin,
    colleague,
  }) => {
    test.setTimeout(420_000);
    await network.publish(TARGET);
    await network.untilSomeRun(TARGET);
    const letRegistryGoOn = network.freeze('registry');
    let held: string[] = [];
    try {
      await expect.poll(async () => (held = await pulling(admin)), { timeout: 120_000 }).not.toEqual([]);
      const pause = testIds.action(TIER, 'pause');
      await Promise.all([admin.open(), colleague.open()]);
      await expect(admin.page.getByTestId(pause)).toBeEnabled();
      await expect(colleague.page.getByTestId(pause)).toBeEnabled();
      const changes = await network.changes();
      await Promise.all([
        admin.page.getByTestId(pause).dblclick(),
        colleague.page.getByTestId(pause).dispatchEvent('click'),
      ]);
      await expect(admin.page.getByTestId(testIds.stages(TIER))).toBeVisible();
      await expect(admin.page.getByTestId(testIds.tierStatus(TIER))).toHaveText(/paused/i);
      await expect.poll(async () => (await network.view()).directive.paused).toBe(true);
      expect(await network.changes()).toBe(changes + 1);
    } finally {
      letRegistryGoOn();
    }
    const letHubGoOn = network.freeze('hub');
    try {
      await throughout('no node that was pulling starts the target', TWO_DELAYS_S, async () => {
        const started = (await network.nodesOn(TARGET)).filter((name) => held.includes(name));
        return started.length === 0 ? null : `${started.join(', ')} did`;
      });
    } finally {
      letHubGoOn();
    }
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

  test('Roll back at half way: updated nodes return to their kept containers, others stay untouched', async ({
    admin,
  }) => {
    const updated = await network.nodesOn(TARGET);
    expect(updated).not.toEqual([]);
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
    await expect.poll(async () => [...(await network.runningContainers())], { timeout: 120_000 }).toEqual([...before]);
  });
});
