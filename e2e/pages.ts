import { randomBytes } from 'node:crypto';
import { test as base, type APIRequestContext, type Browser, type Page } from '@playwright/test';

export type Role = 'Admin' | 'Viewer';

export const PLUGIN_ID = 'noderr-hub-app';
export const APP = `/a/${PLUGIN_ID}`;
const PROXY = `/api/plugin-proxy/${PLUGIN_ID}/hub`;
const VIEWER = { login: 'noderr-e2e-viewer', password: randomBytes(18).toString('base64url') };

export const onGrafana = process.env.PAGES_KIND === 'grafana';

/** The pages as one user sees them, on a Grafana or on the workbench. */
export interface User {
  role: Role;
  page: Page;
  /** Opens a page of the app in a theme. */
  open(path?: string, theme?: 'dark' | 'light'): Promise<void>;
  /** A request to the hub through the plugin proxy. */
  send(method: 'GET' | 'POST', path: string, body?: object): Promise<{ status: number; body: unknown }>;
  close(): Promise<void>;
}

async function openUser(browser: Browser, role: Role): Promise<User> {
  return onGrafana ? openGrafanaUser(browser, role) : openWorkbenchUser(browser, role);
}

async function openWorkbenchUser(browser: Browser, role: Role): Promise<User> {
  const context = await browser.newContext();
  const page = await context.newPage();
  return {
    role,
    page,
    open: async (path = '', theme = 'dark') => {
      const joint = path.includes('?') ? '&' : '?';
      await page.goto(`${APP}${path}${joint}role=${role}&theme=${theme}`);
    },
    send: (method, path, body) => exchange(context.request, method, path, body, { 'x-workbench-user': role }),
    close: () => context.close(),
  };
}

async function openGrafanaUser(browser: Browser, role: Role): Promise<User> {
  const context = await browser.newContext();
  const admin = { login: process.env.GRAFANA_USER ?? 'admin', password: process.env.GRAFANA_PASSWORD ?? '' };
  if (role === 'Viewer') {
    await makeViewer(context.request, admin);
  }
  const { login, password } = role === 'Admin' ? admin : VIEWER;
  const entered = await context.request.post('/login', { data: { user: login, password } });
  if (!entered.ok()) throw new Error(`Grafana did not let ${login} in: ${entered.status()}`);
  const page = await context.newPage();
  await closeWhatsNew(page);
  return {
    role,
    page,
    open: async (path = '', theme = 'dark') => {
      const joint = path.includes('?') ? '&' : '?';
      await page.goto(`${APP}${path}${joint}theme=${theme}`);
    },
    send: (method, path, body) => exchange(context.request, method, path, body, {}),
    close: () => context.close(),
  };
}

/** Grafana 13.0 shows each user once, over whatever page is first, what is new in it. */
async function closeWhatsNew(page: Page): Promise<void> {
  await page.addLocatorHandler(page.getByRole('dialog', { name: "What's new in Grafana" }), async () => {
    await page.keyboard.press('Escape');
  });
}

/** Makes the viewer, or gives the one of an earlier run a new password; whatever role new users get, it is a Viewer. */
async function makeViewer(request: APIRequestContext, admin: { login: string; password: string }): Promise<void> {
  const basic = Buffer.from(`${admin.login}:${admin.password}`).toString('base64');
  const headers = { authorization: `Basic ${basic}` };
  const made = await request.post('/api/admin/users', { headers, data: { name: VIEWER.login, ...VIEWER, OrgId: 1 } });
  const isThere = made.status() === 412;
  if (!made.ok() && !isThere) throw new Error(`Grafana made no viewer: ${made.status()}`);
  const found = await request.get('/api/users/lookup', { headers, params: { loginOrEmail: VIEWER.login } });
  const { id } = (await found.json()) as { id: number };
  const data = { role: 'Viewer' satisfies Role };
  const bound = await request.patch(`/api/orgs/1/users/${id}`, { headers, data });
  if (!bound.ok()) throw new Error(`Grafana did not make ${VIEWER.login} a Viewer: ${bound.status()}`);
  if (!isThere) return;
  const { password } = VIEWER;
  const changed = await request.put(`/api/admin/users/${id}/password`, { headers, data: { password } });
  if (!changed.ok()) throw new Error(`Grafana kept the viewer's old password: ${changed.status()}`);
}

async function exchange(
  request: APIRequestContext,
  method: 'GET' | 'POST',
  path: string,
  body: object | undefined,
  headers: Record<string, string>,
): Promise<{ status: number; body: unknown }> {
  const response = await request.fetch(`${PROXY}${path}`, {
    method,
    headers,
    ...(body === undefined ? {} : { data: body }),
  });
  const text = await response.text();
  return { status: response.status(), body: text === '' ? null : (JSON.parse(text) as unknown) };
}

function userOf(role: Role) {
  return async ({ browser }: { browser: Browser }, use: (user: User) => Promise<void>): Promise<void> => {
    const user = await openUser(browser, role);
    await use(user);
    await user.close();
  };
}

export const test = base.extend<{ admin: User; colleague: User; viewer: User }>({
  admin: userOf('Admin'),
  /** A second admin: another browser, so another tab. */
  colleague: userOf('Admin'),
  viewer: userOf('Viewer'),
});
export { expect } from '@playwright/test';
