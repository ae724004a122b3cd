import { type IncomingMessage, type ServerResponse } from 'node:http';
import { type IdTokenSigner } from './id-token.ts';
import { type PluginManifest } from './plugin-manifest.ts';
import { sendJson } from './answer.ts';
import { matchRoute, type ProxySettings, renderTemplate } from './route-match.ts';
import { actionsOf, type WorkbenchUser } from './workbench-user.ts';

const MAX_BODY_BYTES = 1_000_000;
/** What a browser says and the hub may need; everything else stays here, cookies first of all. */
const FORWARDED = ['accept', 'content-type', 'if-none-match'] as const;

export interface PluginProxyDeps {
  manifest: PluginManifest;
  signer: IdTokenSigner;
  settings: () => Promise<ProxySettings>;
}

/** Grafana's app plugin proxy: `rawPath` is what follows `/api/plugin-proxy/<id>/`, undecoded. */
export async function proxyToHub(
  deps: PluginProxyDeps,
  user: WorkbenchUser,
  request: IncomingMessage,
  response: ServerResponse,
  rawPath: string,
): Promise<void> {
  const [rawRoute = '', query] = rawPath.split('?', 2);
  const path = decodePath(rawRoute);
  // Grafana passes dots on and the hub refuses them; `fetch` here would resolve them instead.
  if (path === undefined || path.split('/').some((part) => part === '.' || part === '..')) {
    sendJson(response, 400, { message: 'bad path' });
    return;
  }
  const method = request.method ?? 'GET';
  const match = matchRoute(deps.manifest.routes, method, path, actionsOf(deps.manifest, user.role));
  if (match.kind === 'none') {
    sendJson(response, 404, { message: 'plugin route match not found' });
    return;
  }
  if (match.kind === 'denied') {
    sendJson(response, 403, { message: 'plugin proxy route access denied' });
    return;
  }

  const settings = await deps.settings();
  const base = renderTemplate(match.route.url, settings);
  const rest = match.rest.split('/').map(encodeURIComponent).join('/');
  const address = `${base}${rest && `/${rest}`}${query === undefined ? '' : `?${query}`}`;
  const headers = new Headers({
    'x-grafana-id': await deps.signer.sign(user),
    'x-grafana-context': JSON.stringify({ UserID: user.id, OrgID: 1, Login: user.login, OrgRole: user.role }),
  });
  for (const name of FORWARDED) {
    const value = request.headers[name];
    if (typeof value === 'string') headers.set(name, value);
  }
  for (const header of match.route.headers) headers.set(header.name, renderTemplate(header.content, settings));

  const body = method === 'GET' ? undefined : await readBody(request);
  if (body === null) {
    sendJson(response, 413, { message: 'body too large' });
    return;
  }
  let answer: Response;
  let bytes: Buffer;
  try {
    answer = await fetch(address, { method, headers, redirect: 'manual', ...(body && { body: new Uint8Array(body) }) });
    bytes = Buffer.from(await answer.arrayBuffer());
  } catch {
    // Fails closed as Grafana's reverse proxy does: 502 with an empty body.
    response.writeHead(502).end();
    return;
  }
  const passed = Object.fromEntries(
    ['content-type', 'content-disposition', 'etag', 'date', 'retry-after'].flatMap((name) => {
      const value = answer.headers.get(name);
      return value === null ? [] : [[name, value] as const];
    }),
  );
  response.writeHead(answer.status, { ...passed, 'cache-control': 'no-store' });
  response.end(answer.status === 304 ? undefined : bytes);
}

function decodePath(raw: string): string | undefined {
  try {
    return decodeURIComponent(raw);
  } catch {
    return undefined;
  }
}

async function readBody(request: IncomingMessage): Promise<Buffer | null> {
  const parts: Buffer[] = [];
  let length = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    length += part.length;
    if (length > MAX_BODY_BYTES) return null;
    parts.push(part);
  }
  return Buffer.concat(parts);
}
