/** Runs before every @grafana module: their config object reads `window.grafanaBootData` when it is made. */

export interface WorkbenchBoot {
  pluginId: string;
  includes: { name: string; path: string; action?: string; role?: string; addToNav: boolean }[];
  roles: { role: { permissions: { action: string }[] }; grants: string[] }[];
  hubUrl: string;
}

declare global {
  interface Window {
    workbenchBoot: WorkbenchBoot;
    grafanaBootData: unknown;
  }
}

export type WorkbenchRole = 'Admin' | 'Editor' | 'Viewer';
export type WorkbenchTheme = 'dark' | 'light';

const BELOW: Readonly<Record<WorkbenchRole, readonly string[]>> = {
  Admin: ['Admin', 'Editor', 'Viewer'],
  Editor: ['Editor', 'Viewer'],
  Viewer: ['Viewer'],
};

/** Chosen in the page, or by `?role=` and `?theme=` for scripts; kept per tab so that two tabs can be two people. */
function chosen<T extends string>(key: string, allowed: readonly T[], fallback: T): T {
  const asked =
    new URLSearchParams(window.location.search).get(key) ?? window.sessionStorage.getItem(`workbench.${key}`);
  const found = allowed.find((one) => one === asked) ?? fallback;
  window.sessionStorage.setItem(`workbench.${key}`, found);
  return found;
}

export const boot = window.workbenchBoot;
export const role = chosen<WorkbenchRole>('role', ['Admin', 'Editor', 'Viewer'], 'Admin');
export const theme = chosen<WorkbenchTheme>('theme', ['dark', 'light'], 'dark');
const askedLogin =
  new URLSearchParams(window.location.search).get('login') ?? window.sessionStorage.getItem('workbench.login');
export const login = askedLogin && /^[a-z0-9-]{1,30}$/.test(askedLogin) ? askedLogin : role.toLowerCase();
if (askedLogin) window.sessionStorage.setItem('workbench.login', login);

export const permissions: Readonly<Record<string, boolean>> = Object.fromEntries(
  boot.roles
    .filter((entry) => entry.grants.some((grant) => BELOW[role].includes(grant)))
    .flatMap((entry) => entry.role.permissions.map(({ action }) => [action, true] as const)),
);

window.grafanaBootData = {
  user: {
    id: 1,
    isSignedIn: true,
    login,
    name: login,
    email: `${login}@localhost`,
    orgId: 1,
    orgName: 'Workbench',
    orgRole: role,
    orgCount: 1,
    isGrafanaAdmin: role === 'Admin',
    theme,
    lightTheme: theme === 'light',
    timezone: 'browser',
    weekStart: 'browser',
    locale: 'en-US',
    regionalFormat: 'en-US',
    language: 'en-US',
    permissions,
    hasEditPermissionInFolders: false,
    helpFlags1: 0,
    gravatarUrl: '',
    authenticatedBy: 'password',
  },
  settings: {
    appSubUrl: '',
    appUrl: `${window.location.origin}/`,
    buildInfo: { version: '12.4.10', commit: 'workbench', env: 'production', edition: 'Open Source' },
    featureToggles: {},
    datasources: {},
    panels: {},
    apps: {},
    dateFormats: {
      fullDate: 'YYYY-MM-DD HH:mm:ss',
      interval: {
        millisecond: 'HH:mm:ss.SSS',
        second: 'HH:mm:ss',
        minute: 'HH:mm',
        hour: 'MM/DD HH:mm',
        day: 'MM/DD',
        month: 'YYYY-MM',
        year: 'YYYY',
      },
      useBrowserLocale: false,
    },
    licenseInfo: { enabledFeatures: {} },
    analytics: {},
  },
  navTree: [],
  assets: { dark: '', light: '' },
};
