import { expect, it } from 'vitest';
import { testIds } from '../src/test-ids.ts';
import { seededNodeId } from './fixture/seeded.ts';
import { describeOnPages } from './on-pages.ts';
import { APP } from './page-lab.ts';

const TIER = 'ORACLE';

describeOnPages('alerts', { scenario: 'guard' }, ({ lab, page }) => {
  it('stand on the card of their tier, the most urgent first, and lead to what they are about', async () => {
    await lab().open(page(), APP);
    const alerts = page().getByTestId(testIds.tierAlerts(TIER));
    await alerts.waitFor();
    const words = await alerts.getByRole('link').allInnerTexts();
    expect(words.slice(0, 2)).toEqual(['RolloutFailureRateHigh', 'RolloutPausedByGuard']);
    expect(words.slice(2).every((word) => /^\w+( ×\d+)?$/.test(word))).toBe(true);
    await alerts.getByRole('link', { name: 'RolloutFailureRateHigh' }).click();
    await page().waitForURL(`**/releases/${TIER}/3`);
    await page().getByTestId(testIds.alertRow('RolloutFailureRateHigh')).getByText('asks the guard to pause').waitFor();
  });

  it('stand on the page of their node', async () => {
    const told = await fetch(`${lab().hub.url}/api/v1/alerts?status=firing&limit=500`);
    const { alerts } = (await told.json()) as { alerts: { name: string; nodeId: string | null }[] };
    const nodeId = alerts.find(({ name }) => name === 'UpdateFailed')?.nodeId ?? '';
    await lab().open(page(), `${APP}/nodes/${nodeId}`);
    const row = page().getByTestId(testIds.alertRow('UpdateFailed'));
    await row.getByText('firing').waitFor();
    expect(await row.innerText()).toContain('ended as rolled-back');
    const runbook = await row.getByRole('link', { name: 'Runbook of UpdateFailed' }).getAttribute('href');
    const answer = await page().request.get(new URL(runbook ?? '', page().url()).href);
    expect(await answer.text()).toMatch(/^# UpdateFailed/);
  });

  it('are told to be none where a node is well', async () => {
    lab().hub.show('complete');
    const answer = await fetch(`${lab().hub.url}/api/v1/alerts?tier=${TIER}&limit=500`);
    const { alerts } = (await answer.json()) as { alerts: { nodeId: string | null }[] };
    const troubled = new Set(alerts.map(({ nodeId }) => nodeId));
    const names = Array.from({ length: 50 }, (_, n) => `oracle-${String(n + 1).padStart(3, '0')}`);
    const well = names.map(seededNodeId).find((id) => !troubled.has(id));
    await lab().open(page(), `${APP}/nodes/${well ?? ''}`);
    await page().getByText('None fires, and none did in the last 30 days.').waitFor();
  });
});
