import { type Locator } from 'playwright';
import { expect, it } from 'vitest';
import { testIds } from '../src/test-ids.ts';
import { describeOnPages, type OnPages } from './on-pages.ts';
import { CONFIG } from './page-lab.ts';

function elements({ page }: OnPages): Record<'hubUrl' | 'adminSecret' | 'save' | 'test' | 'summary', Locator> {
  const one = (id: string): Locator => page().getByTestId(id);
  return {
    hubUrl: one(testIds.configHubUrl),
    adminSecret: one(testIds.configAdminSecret),
    save: one(testIds.configSave),
    test: one(testIds.configTest),
    summary: one(testIds.configSummary),
  };
}

/** The row's state once the test has ended, and its words. */
async function check(pages: OnPages, name: string): Promise<{ state: string | null; text: string }> {
  const row = pages.page().getByTestId(testIds.configCheck(name));
  await row.waitFor();
  return { state: await row.getAttribute('data-state'), text: await row.innerText() };
}

describeOnPages('the configuration page', { scenario: 'small' }, (pages) => {
  it('tests the connection and shows no secret', async () => {
    await pages.lab().open(pages.page(), CONFIG);
    const { adminSecret, test, summary } = elements(pages);
    expect(await adminSecret.isDisabled()).toBe(true);
    await test.click();
    expect(await check(pages, 'role')).toMatchObject({ state: 'ok' });
    expect(await summary.innerText()).toBe('Everything works. Tested as admin (Admin). Hub 0.1.0.');
  });

  it('saves another secret, which the hub does not know, and says so', async () => {
    const { lab, page } = pages;
    await lab().open(page(), CONFIG);
    const { adminSecret, save, test } = elements(pages);
    await page().getByRole('button', { name: /reset/i }).nth(1).click();
    await adminSecret.fill('not-the-secret-of-this-hub\n');
    expect(await test.isDisabled()).toBe(true);
    const [request] = await Promise.all([
      page().waitForRequest((one) => one.method() === 'POST' && one.url().endsWith('/settings')),
      save.click(),
    ]);
    expect(request.postDataJSON()).toMatchObject({ secureJsonData: { adminSecret: 'not-the-secret-of-this-hub' } });
    const found = await check(pages, 'admin-secret');
    expect(found.state).toBe('failed');
    expect(found.text).toContain('adminSecretFiles');
    expect(await check(pages, 'read-secret')).toMatchObject({ state: 'ok' });
    expect(await check(pages, 'role')).toMatchObject({ state: 'unknown' });
    expect(await page().content()).not.toContain('not-the-secret-of-this-hub');
  });

  it('tells an address at which nothing listens from one at which no hub does', async () => {
    const { lab, page } = pages;
    await lab().open(page(), CONFIG);
    const { hubUrl, save } = elements(pages);
    const saved = await hubUrl.inputValue();
    await hubUrl.fill('http://127.0.0.1:9');
    await save.click();
    expect((await check(pages, 'reachable')).text).toContain('curl');

    await hubUrl.fill(lab().workbench.url);
    await save.click();
    await page().getByText('not a hub of this version').waitFor();
    expect((await check(pages, 'reachable')).state).toBe('failed');

    await hubUrl.fill(`${saved}/`);
    await save.click();
    await page().getByTestId(testIds.configCheck('reachable')).and(page().locator('[data-state=ok]')).waitFor();
    expect(await hubUrl.inputValue()).toBe(saved);
  });

  it('does not save what cannot be right', async () => {
    const { lab, page } = pages;
    await lab().open(page(), CONFIG);
    const { hubUrl, save } = elements(pages);
    const posts: string[] = [];
    page().on('request', (one) => {
      if (one.method() === 'POST') posts.push(one.url());
    });
    await hubUrl.fill('hub:8080');
    await save.click();
    await page().getByText('Expected an address such as').waitFor();
    expect(posts).toEqual([]);
  });

  it('is nothing for a viewer', async () => {
    await pages.lab().open(pages.page(), CONFIG, { role: 'Viewer' });
    await pages.page().getByText('Only a Grafana admin').waitFor();
    expect(await elements(pages).save.count()).toBe(0);
  });
});

describeOnPages('the configuration page of a provisioned app', { scenario: 'small', provisioned: true }, (pages) => {
  it('says what the next start overwrites', async () => {
    await pages.lab().open(pages.page(), CONFIG);
    const note = pages.page().getByTestId(testIds.configProvisioned);
    await note.waitFor();
    expect(await note.innerText()).toContain('both addresses and both secrets');
  });
});
