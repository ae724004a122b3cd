import { test as base, type APIRequestContext, type Browser, type Page } from '@playwright/test';

export type Role = 'Admin' | 'Viewer';

export const APP = '/a/noderr-hub-app';
const PROXY = '/api/plugin-proxy/noderr-hub-app/hub';
const VIEWER = { login: 'noderr-e2e-viewer', password: 'only-for-e2e-viewing' };

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

export async function openUser(browser: Browser, role: Role): Promise<User> {
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
    const basic = Buffer.from(`${admin.login}:${admin.password}`).toString('base64');
    // 412: the viewer of an earlier run is still there.
    const made = await context.request.post('/api/admin/users', {
      headers: { authorization: `Basic ${basic}` },
      data: { name: VIEWER.login, ...VIEWER, OrgId: 1 },
    });
    if (!made.ok() && made.status() !== 412) throw new Error(`Grafana made no viewer: ${made.status()}`);
  }
  const { login, password } = role === 'Admin' ? admin : VIEWER;
  const entered = await context.request.post('/login', { data: { user: login, password } });
  if (!entered.ok()) throw new Error(`Grafana did not let ${login} in: ${entered.status()}`);
  const page = await context.newPage();
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

export const test = base.extend<{ admin: User; viewer: User }>({
  admin: async ({ browser }, use) => {
    const user = await openUser(browser, 'Admin');
    await use(user);
    await user.close();
  },
  viewer: async ({ browser }, use) => {
    const user = await openUser(browser, 'Viewer');
    await use(user);
    await user.close();
  },
});
export { expect } from '@playwright/test';
