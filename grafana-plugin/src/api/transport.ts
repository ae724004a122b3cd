/** One request to the hub's API through Grafana's plugin proxy. */
export interface TransportRequest {
  method: 'GET' | 'POST';
  /** Below `/api/v1`, with a leading slash. */
  path: string;
  query?: Readonly<Record<string, string | number | undefined>>;
  body?: unknown;
  headers?: Readonly<Record<string, string>>;
  signal?: AbortSignal | undefined;
}

export interface TransportAnswer {
  /** 0 when nothing answered at all. */
  status: number;
  body: unknown;
  etag: string | null;
}

/** Answers for every HTTP status; throws only when the request was aborted. */
export type Transport = (request: TransportRequest) => Promise<TransportAnswer>;
