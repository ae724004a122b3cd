import { type Page } from 'playwright';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { testIds } from '../src/test-ids.ts';
import { seededNodeId } from './fixture/seeded.ts';
import { describeOnPages, type OnPages } from './on-pages.ts';
import { APP, CONFIG } from './page-lab.ts';

const TIER = 'ORACLE';

/** Waits until the focus is in the dialog, which takes it back where what had it goes away. @throws where it stays outside */
async function untilFocusIsInside({ page }: OnPages): Promise<void> {
  await page().waitForFunction(() => Boolean(document.activeElement?.closest('[role="dialog"]')));
}

/** That the keyboard, once in the dialog, stays there; as many Tabs as there could be stops, and one round more. */
async function expectFocusToStayIn(pages: OnPages): Promise<void> {
  await untilFocusIsInside(pages);
  for (let press = 0; press < 12; press++) {
    await pages.page().keyboard.press('Tab');
    await untilFocusIsInside(pages);
  }
}

describeOnPages('dialogs with the keyboard alone', { scenario: 'running' }, (pages) => {
  const { lab, page } = pages;

  it('open by Enter, keep the focus, close by Escape and do nothing', async () => {
    await lab().open(page(), APP);
    const open = page().getByTestId(testIds.action(TIER, 'rollback'));
    await open.focus();
    await page().keyboard.press('Enter');
    const dialog = page().getByRole('dialog', { name: `Roll back ${TIER}` });
    await dialog.waitFor();
    await expectFocusToStayIn(pages);
    await page().keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    expect(lab().hub.posts.filter(({ path }) => path.endsWith('/confirm'))).toEqual([]);
    await expect.poll(() => open.evaluate((button) => button === document.activeElement)).toBe(true);
  });

  it('name each field, and Enter in one of them confirms nothing', async () => {
    await lab().open(page(), APP);
    await page().getByTestId(testIds.action(TIER, 'rollback')).click();
    await page()
      .getByLabel(/^Reason/)
      .fill('a drill');
    await page().getByLabel(`Type ${TIER} to confirm`).fill(TIER);
    const confirm = page().getByTestId(testIds.dialogConfirm);
    await page().getByText('kept container').waitFor();
    await page().getByTestId(testIds.dialogTypedTier).press('Enter');
    expect(lab().hub.posts.filter(({ path }) => path.endsWith('/confirm'))).toEqual([]);
    await confirm.focus();
    await page().keyboard.press('Enter');
    await page().getByTestId(testIds.dialog('rollback')).waitFor({ state: 'detached' });
    expect(lab().hub.posts.filter(({ path }) => path.endsWith('/confirm'))).toMatchObject([
      { body: { reason: 'a drill', typedTier: TIER } },
    ]);
  });

  it('ask for the id of a node that is to be forgotten', async () => {
    const nodeId = seededNodeId('oracle-001');
    await lab().open(page(), `${APP}/nodes/${nodeId}`);
    await page().getByTestId(testIds.nodeAction('forget')).click();
    const confirm = page().getByTestId(testIds.dialogConfirm);
    expect(await confirm.isDisabled()).toBe(true);
    await expectFocusToStayIn(pages);
    await page().getByRole('textbox', { name: 'Node id' }).fill(nodeId);
    expect(await confirm.isEnabled()).toBe(true);
  });
});

describeOnPages('a narrow screen', { scenario: 'guard' }, ({ lab }) => {
  let page: Page;
  beforeAll(async () => {
    page = await (await lab().newContext(360)).newPage();
  });
  afterAll(() => page.context().close());

  it.each([APP, `${APP}/nodes`, `${APP}/audit`, `${APP}/enrolment`, CONFIG])(
    '%s scrolls in one way only',
    async (path) => {
      await lab().open(page, path);
      await page.getByTestId(testIds.loading).first().waitFor({ state: 'detached' });
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(360);
    },
  );
});

describeOnPages('what a screen reader finds', { scenario: 'guard' }, ({ lab, page }) => {
  const paths = ['', '/nodes', `/nodes/${seededNodeId('oracle-001')}`, '/releases/ORACLE/3', '/timeline', '/versions'];

  it.each([...paths, '/audit', '/enrolment'])('on %s: a name for every control, one first heading', async (path) => {
    await lab().open(page(), `${APP}${path}`);
    await page().getByTestId(testIds.loading).first().waitFor({ state: 'detached' });
    const nameless = await page().evaluate(() => {
      const nameOf = (element: Element): string =>
        [
          element.getAttribute('aria-label'),
          element.getAttribute('title'),
          element.textContent,
          ...(element.getAttribute('aria-labelledby') ?? '')
            .split(' ')
            .map((id) => document.getElementById(id)?.textContent),
          ...(element instanceof HTMLInputElement || element instanceof HTMLTextAreaElement
            ? [...(element.labels ?? [])].map((label) => label.textContent)
            : []),
        ]
          .join('')
          .trim();
      return [...document.querySelectorAll('main button, main a, main input, main textarea, main [role=img]')]
        .filter((element) => nameOf(element) === '')
        .map((element) => element.outerHTML.slice(0, 200));
    });
    expect(nameless).toEqual([]);
    expect(await page().locator('main h1').count()).toBe(1);
    expect(await page().evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true);
  });
});
