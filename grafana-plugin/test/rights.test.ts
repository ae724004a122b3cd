import { expect, it } from 'vitest';
import { testIds } from '../src/test-ids.ts';
import { seededNodeId } from './fixture/seeded.ts';
import { describeOnPages } from './on-pages.ts';
import { APP } from './page-lab.ts';

const WRITE = 'noderr-hub-app.rollouts:write';
const ENROL = 'noderr-hub-app.tokens:write';

describeOnPages('what a viewer sees', { scenario: 'guard' }, ({ lab, page }) => {
  it('is the rollout without a button, and the right that is missing', async () => {
    await lab().open(page(), APP, { role: 'Viewer' });
    await page().getByTestId(testIds.guardAlert('ORACLE')).waitFor();
    expect(
      await page()
        .getByTestId(/^noderr-action-/)
        .count(),
    ).toBe(0);
    expect(await page().getByTestId(testIds.missingRight).innerText()).toContain(WRITE);
  });

  it('is a node without a button, and the right that is missing', async () => {
    await lab().open(page(), `${APP}/nodes/${seededNodeId('oracle-001')}`, { role: 'Viewer' });
    await page().getByTestId(testIds.nodeWants).waitFor();
    expect(
      await page()
        .getByTestId(/^noderr-node-action-/)
        .count(),
    ).toBe(0);
    expect(await page().getByTestId(testIds.missingRight).innerText()).toContain(ENROL);
  });

  it('is no enrolment page, but the right that it needs', async () => {
    await lab().open(page(), `${APP}/enrolment`, { role: 'Viewer' });
    expect(await page().getByTestId(testIds.error).innerText()).toContain(ENROL);
    expect(await page().getByTestId(testIds.tokenForm).count()).toBe(0);
  });

  it('says nothing of rights to an admin, who has the buttons', async () => {
    await lab().open(page(), APP);
    await page().getByTestId(testIds.action('ORACLE', 'rollback')).waitFor();
    expect(await page().getByTestId(testIds.missingRight).count()).toBe(0);
  });
});
