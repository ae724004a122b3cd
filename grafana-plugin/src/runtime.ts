import { OrgRole } from '@grafana/data';
import { config, getBackendSrv, isFetchError } from '@grafana/runtime';
import { lastValueFrom } from 'rxjs';
import { type Transport } from './api/transport.ts';
import { HUB_PROXY, PLUGIN_ID } from './plugin-id.ts';

export { PluginPage } from '@grafana/runtime';

/** The hub through Grafana's plugin proxy. */
export const grafanaTransport: Transport = async (request) => {
  try {
    const answer = await lastValueFrom(
      getBackendSrv().fetch<unknown>({
        url: `${HUB_PROXY}${request.path}`,
        method: request.method,
        ...(request.query && { params: definedOnly(request.query) }),
        ...(request.body !== undefined && { data: request.body }),
        headers: { ...request.headers },
        ...(request.signal && { abortSignal: request.signal }),
        showErrorAlert: false,
        showSuccessAlert: false,
      }),
    );
    return { status: answer.status, body: answer.data, etag: answer.headers.get('ETag') };
  } catch (error) {
    if (request.signal?.aborted) throw error;
    if (isFetchError<unknown>(error)) return { status: error.status, body: error.data, etag: null };
    // Fetch itself failed: no answer at all.
    return { status: 0, body: null, etag: null };
  }
};

function definedOnly(query: Readonly<Record<string, string | number | undefined>>): Record<string, string | number> {
  return Object.fromEntries(
    Object.entries(query).filter((entry): entry is [string, string | number] => entry[1] !== undefined),
  );
}

/** The Grafana actions that the signed-in user holds. */
export function userPermissions(): Readonly<Record<string, boolean>> {
  return config.bootData.user.permissions ?? {};
}

/** The zone in which this user reads times: an IANA name, `utc`, or `browser`. */
export function userTimezone(): string {
  return config.bootData.user.timezone;
}

export function appSubUrl(): string {
  return config.appSubUrl;
}

/** The app's settings as Grafana holds them now: its page keeps the copy with which it was opened. */
export function readAppSettings(): Promise<unknown> {
  return askGrafana({ url: SETTINGS_URL, method: 'GET' });
}

/** Saves the app's settings; secrets that are left out stay as they are. */
export async function saveAppSettings(settings: AppSettingsBody): Promise<void> {
  await askGrafana({ url: SETTINGS_URL, method: 'POST', data: settings });
}

export interface AppSettingsBody {
  enabled: boolean;
  pinned: boolean;
  jsonData: Readonly<Record<string, unknown>>;
  secureJsonData: Readonly<Record<string, string>>;
}

const SETTINGS_URL = `/api/plugins/${PLUGIN_ID}/settings`;

/** Whether Grafana lets this user change settings of plugins; Grafana checks it again. */
export function mayChangeSettings(): boolean {
  const { user } = config.bootData;
  return user.orgRole === OrgRole.Admin || user.permissions?.['plugins:write'] === true;
}

/** Grafana's own API; what it refuses becomes an Error with its words. */
async function askGrafana(request: { url: string; method: 'GET' | 'POST'; data?: unknown }): Promise<unknown> {
  try {
    const answer = await lastValueFrom(
      getBackendSrv().fetch<unknown>({ ...request, showErrorAlert: false, showSuccessAlert: false }),
    );
    return answer.data;
  } catch (error) {
    if (!isFetchError<{ message?: unknown } | null>(error)) throw error;
    const message = error.data?.message;
    throw new Error(typeof message === 'string' ? message : `${error.status} ${error.statusText ?? ''}`.trim(), {
      cause: error,
    });
  }
}

/** Whether a data source with this uid is there for this user. */
export function hasDatasource(uid: string): boolean {
  return Object.values(config.datasources).some((datasource) => datasource.uid === uid);
}
