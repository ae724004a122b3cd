import { isLoopback, plainUrlFault } from '@noderr/settings';
import { type HubOptions } from './options.ts';

/** What is wrong between options, of those that are right by themselves. */
export function crossFaults(values: Partial<HubOptions>): string[] {
  return [...listening(values), ...plainUrls(values), ...pairs(values), ...quorum(values), ...ingest(values)];
}

function* listening(values: Partial<HubOptions>): Generator<string> {
  if (values.tlsCertFile !== undefined || values.plainHttpBeyondLoopback !== false) return;
  for (const name of ['listenHost', 'ingestHost'] as const) {
    const host = values[name];
    if (host === undefined || isLoopback(host)) continue;
    yield `${name}: ${host} is not loopback, so set tlsCertFile and tlsKeyFile, or plainHttpBeyondLoopback behind a TLS proxy`;
  }
}

function* plainUrls(values: Partial<HubOptions>): Generator<string> {
  const allowed = values.plainHttpHosts ?? [];
  const urls = [
    ...(values.rpcEndpoints ?? []).map((url) => ['rpcEndpoints', url] as const),
    // The issuer is only a name: what is reached is the address of the keys.
    ...(['prometheusUrl', 'lokiUrl', 'grafanaKeysUrl'] as const).flatMap((name) =>
      values[name] === undefined ? [] : [[name, values[name]] as const],
    ),
    ...(values.grafanaUrl === undefined || values.grafanaKeysUrl !== undefined || values.grafanaKeysFile !== undefined
      ? []
      : [['grafanaUrl', values.grafanaUrl] as const]),
  ];
  for (const [name, url] of urls) {
    const fault = plainUrlFault(name, url);
    if (fault !== undefined && !allowed.includes(new URL(url).hostname)) yield fault;
  }
}

function* pairs(values: Partial<HubOptions>): Generator<string> {
  const together = [
    ['tlsCertFile', 'tlsKeyFile'],
    ['signerKeystoreFile', 'signerPasswordFile'],
  ] as const;
  for (const [one, other] of together) {
    if ((values[one] === undefined) !== (values[other] === undefined))
      yield `${one}, ${other}: are set together or not at all`;
  }
  if (values.grafanaKeysUrl !== undefined && values.grafanaKeysFile !== undefined) {
    yield 'grafanaKeysUrl, grafanaKeysFile: only one of them can be set';
  }
}

function* quorum({ rpcEndpoints, rpcQuorum }: Partial<HubOptions>): Generator<string> {
  if (rpcEndpoints && rpcQuorum !== undefined && rpcQuorum > rpcEndpoints.length) {
    yield `rpcQuorum: ${rpcQuorum} of ${rpcEndpoints.length} endpoints can never agree`;
  }
}

function* ingest({ ingestPort, prometheusUrl, lokiUrl }: Partial<HubOptions>): Generator<string> {
  if (ingestPort !== undefined && prometheusUrl === undefined && lokiUrl === undefined) {
    yield 'ingestPort: set prometheusUrl, lokiUrl or both, or there is nowhere to pass telemetry on to';
  }
}
