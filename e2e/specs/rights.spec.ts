import { randomUUID } from 'node:crypto';
import { testIds } from '@noderr/grafana-plugin/test-ids';
import { expect, test } from '../pages.ts';

const TIER = 'ORACLE';

test('a viewer sees the rollout without a button, and which right is missing', async ({ viewer }) => {
  await viewer.open();
  await expect(viewer.page.getByTestId(testIds.tierCard(TIER))).toBeVisible();
  await expect(viewer.page.getByTestId(/^noderr-action-/)).toHaveCount(0);
  await expect(viewer.page.getByTestId(testIds.missingRight)).toContainText('noderr-hub-app.rollouts:write');
});

test("a viewer's POST is refused with 403, never with 401", async ({ viewer }) => {
  const request = { id: randomUUID(), kind: 'pause', tier: TIER, expectedRollout: 1, confirm: true };
  const answer = await viewer.send('POST', '/intents', request);
  expect(answer.status).toBe(403);
});

test('a viewer cannot read join tokens, an admin can', async ({ viewer, admin }) => {
  expect((await viewer.send('GET', '/tokens')).status).toBe(403);
  expect((await admin.send('GET', '/tokens')).status).toBe(200);
});

test('a bad body is answered with 400 and its path', async ({ admin }) => {
  const answer = await admin.send('POST', '/intents', { kind: 'pause' });
  expect(answer.status).toBe(400);
  expect(answer.body).toMatchObject({ issues: expect.arrayContaining([expect.objectContaining({ path: 'body.id' })]) });
});
