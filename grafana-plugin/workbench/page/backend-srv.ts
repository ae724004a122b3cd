import { type BackendSrv, type BackendSrvRequest, type FetchError, type FetchResponse } from '@grafana/runtime';
import { from, lastValueFrom, type Observable } from 'rxjs';
import { login, role } from './boot-data.ts';

/** Grafana's HTTP client as far as our plugin uses it: same answers, same errors, the workbench's user on top. */
export class WorkbenchBackendSrv implements BackendSrv {
  fetch<T>(options: BackendSrvRequest): Observable<FetchResponse<T>> {
    return from(send<T>(options));
  }

  async get<T>(url: string, params?: Record<string, unknown>): Promise<T> {
    return (await lastValueFrom(this.fetch<T>({ url, method: 'GET', ...(params && { params }) }))).data;
  }

  async post<T>(url: string, data?: unknown): Promise<T> {
    return (await lastValueFrom(this.fetch<T>({ url, method: 'POST', data }))).data;
  }

  async put<T>(url: string, data?: unknown): Promise<T> {
    return (await lastValueFrom(this.fetch<T>({ url, method: 'PUT', data }))).data;
  }

  async patch<T>(url: string, data?: unknown): Promise<T> {
    return (await lastValueFrom(this.fetch<T>({ url, method: 'PATCH', data }))).data;
  }

  async delete<T>(url: string, data?: unknown): Promise<T> {
    return (await lastValueFrom(this.fetch<T>({ url, method: 'DELETE', data }))).data;
  }

  async request<T>(options: BackendSrvRequest): Promise<T> {
    return (await lastValueFrom(this.fetch<T>(options))).data;
  }

  datasourceRequest(): Promise<never> {
    return Promise.reject(new Error('the workbench has no data sources'));
  }

  chunked(): Observable<never> {
    throw new Error('the workbench does not stream');
  }

  search(): Promise<never[]> {
    return Promise.resolve([]);
  }

  getDashboardByUid(): Promise<never> {
    return Promise.reject(new Error('the workbench has no dashboards'));
  }
}

async function send<T>(options: BackendSrvRequest): Promise<FetchResponse<T>> {
  const url = new URL(options.url, window.location.origin);
  for (const [key, value] of Object.entries(options.params ?? {})) url.searchParams.set(key, String(value));
  const answer = await fetch(url, {
    method: options.method ?? 'GET',
    headers: {
      Accept: 'application/json, text/plain, */*',
      'X-Workbench-User': `${role}:${login}`,
      ...(options.data !== undefined && { 'Content-Type': 'application/json' }),
      ...(options.headers as Record<string, string> | undefined),
    },
    ...(options.data !== undefined && { body: JSON.stringify(options.data) }),
    ...(options.abortSignal && { signal: options.abortSignal }),
  });
  const text = await answer.text();
  const data = parse(text, options.responseType);
  if (!answer.ok) {
    const error: FetchError = { status: answer.status, statusText: answer.statusText, data, config: options };
    // Grafana throws this plain object, not an Error.
    // eslint-disable-next-line @typescript-eslint/only-throw-error
    throw error;
  }
  return {
    data: data as T,
    status: answer.status,
    statusText: answer.statusText,
    ok: true,
    headers: answer.headers,
    redirected: answer.redirected,
    type: answer.type,
    url: answer.url,
    config: options,
  };
}

function parse(text: string, type: BackendSrvRequest['responseType']): unknown {
  if (type === 'text') return text;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
