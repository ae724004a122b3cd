import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createRequire } from 'node:module';
import { type AddressInfo } from 'node:net';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type JSONWebKeySet } from 'jose';
import { sendJson } from './answer.ts';
import { createIdTokenSigner } from './id-token.ts';
import { pageHtml } from './page-html.ts';
import { createPluginSettings, type PluginSettings } from './plugin-settings.ts';
import { type PluginManifest, readManifest } from './plugin-manifest.ts';
import { proxyToHub, type PluginProxyDeps } from './plugin-proxy.ts';
import { sendFile } from './static-files.ts';
import { parseUser, USER_HEADER } from './workbench-user.ts';

export interface WorkbenchOptions {
  hubUrl: string;
  /** Files that hold the plugin's two secrets. */
  readSecretFile: string;
  adminSecretFile: string;
  /** Whether the settings count as those of a provisioning file; false when absent. */
  provisioned?: boolean;
  /** 0 or absent: a free one. */
  port?: number;
}

export interface Workbench {
  /** Without a trailing slash; the ID tokens' issuer is this with one. */
  url: string;
  issuer: string;
  jwksUrl: string;
  jwks: JSONWebKeySet;
  close: () => Promise<void>;
}

const HOST = '127.0.0.1';
const here = dirname(fileURLToPath(import.meta.url));

/**
 * Serves the built plugin in a plain page and stands in for Grafana's plugin proxy and ID tokens. A QA harness:
 * whoever reaches it is any user he likes, so it listens on loopback only.
 */
export async function startWorkbench(options: WorkbenchOptions): Promise<Workbench> {
  const manifest = await readManifest(new URL('../src/plugin.json', import.meta.url));
  const settings = createPluginSettings({
    jsonData: { hubUrl: options.hubUrl.replace(/\/+$/, ''), provisioned: options.provisioned ?? false },
    secureJsonData: {
      readSecret: (await readFile(options.readSecretFile, 'utf8')).trim(),
      adminSecret: (await readFile(options.adminSecretFile, 'utf8')).trim(),
    },
  });
  const server = createServer();
  await listen(server, options.port ?? 0);
  const { port } = server.address() as AddressInfo;
  const url = `http://${HOST}:${port}`;
  const issuer = `${url}/`;
  const signer = await createIdTokenSigner({ issuer, now: () => new Date() });
  const proxy: PluginProxyDeps = { manifest, signer, settings: () => Promise.resolve(settings.forProxy()) };
  const context: Context = { manifest, settings, proxy, jwks: signer.jwks, port, iconRoot: iconRoot() };

  server.on('request', (request, response) => {
    handle(context, request, response).catch(() => {
      if (!response.headersSent) response.writeHead(500);
      response.end();
    });
  });
  return {
    url,
    issuer,
    jwksUrl: `${url}/api/signing-keys/keys`,
    jwks: signer.jwks,
    close: () => close(server),
  };
}

interface Context {
  manifest: PluginManifest;
  settings: PluginSettings;
  proxy: PluginProxyDeps;
  jwks: JSONWebKeySet;
  port: number;
  iconRoot: string;
}

async function handle(context: Context, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const target = request.url ?? '/';
  const [path = '/'] = target.split('?', 1);
  const { manifest } = context;
  // A foreign page that resolves its own name to loopback must not get admin tokens minted.
  if (!isOwnHost(request.headers.host, context.port)) {
    sendJson(response, 421, { message: 'unknown host' });
    return;
  }

  if (path === '/api/signing-keys/keys') {
    sendJson(response, 200, context.jwks);
    return;
  }
  if (path === '/api/health') {
    sendJson(response, 200, { database: 'ok', workbench: true });
    return;
  }

  const proxied = `/api/plugin-proxy/${manifest.id}/`;
  const settingsPath = `/api/plugins/${manifest.id}/settings`;
  if (path.startsWith(proxied) || path === settingsPath) {
    // A header of our own cannot be sent across origins without a preflight, which nobody answers.
    const user = parseUser(header(request, USER_HEADER));
    if (!user) {
      sendJson(response, 401, { message: `the header ${USER_HEADER} must name a role` });
      return;
    }
    if (path === settingsPath) return context.settings.serve(user, request, response);
    return proxyToHub(context.proxy, user, request, response, target.slice(proxied.length));
  }
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    sendJson(response, 404, { message: 'Not found' });
    return;
  }

  const plugin = `/public/plugins/${manifest.id}/`;
  if (path.startsWith(plugin)) {
    const file = path.slice(plugin.length);
    return sendFile(response, resolve(here, '../dist'), file, /\.[0-9a-f]{16,}\.js$/.test(file));
  }
  if (path.startsWith('/workbench/')) return sendFile(response, resolve(here, 'dist'), path.slice(11), false);
  if (path.startsWith('/public/build/img/')) return sendFile(response, context.iconRoot, path.slice(18), true);
  if (path === '/') {
    response.writeHead(302, { location: `/a/${manifest.id}` }).end();
    return;
  }
  if (/^\/(a|plugins|d|explore)(\/|$)/.test(path)) {
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-cache' });
    response.end(pageHtml({ manifest, hubUrl: context.settings.hubUrl() }));
    return;
  }
  sendJson(response, 404, { message: 'Not found' });
}

function isOwnHost(host: string | undefined, port: number): boolean {
  return host === `${HOST}:${port}` || host === `localhost:${port}`;
}

function header(request: IncomingMessage, name: string): string | undefined {
  const value = request.headers[name];
  return typeof value === 'string' ? value : undefined;
}

/** Grafana's icons as its UI package ships them. */
function iconRoot(): string {
  const require = createRequire(import.meta.url);
  return resolve(dirname(require.resolve('@grafana/ui/package.json')), 'dist/public/img');
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((done, failed) => {
    server.once('error', failed);
    server.listen(port, HOST, () => {
      server.off('error', failed);
      done();
    });
  });
}

function close(server: Server): Promise<void> {
  return new Promise((done, failed) => {
    server.close((error) => {
      if (error) failed(error);
      else done();
    });
    server.closeAllConnections();
  });
}
