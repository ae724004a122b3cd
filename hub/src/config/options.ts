import { Address, DEFAULT_FAILURE_BUDGET, DEFAULT_GATE_SHARE } from '@noderr/protocol';
import { flag, integer, list, type OptionNaming, type OptionValues, share } from '@noderr/settings';
import { z } from 'zod';
import { databaseUrlFault, holdsPassword } from './database-url.ts';

const file = z.string().min(1, 'expected the path of a file');
const databaseUrl = z.string().superRefine((text, context) => {
  const fault = holdsPassword(text)
    ? 'holds a password: put the URL into a file and name it by databaseUrlFile'
    : databaseUrlFault(text);
  if (fault !== undefined) context.addIssue({ code: 'custom', message: fault });
});
const pushUrl = z
  .url({ protocol: /^https?$/, error: 'expected an http or https URL' })
  .refine((url) => new URL(url).pathname !== '/', 'expected the full address with its path');
const httpUrl = z.url({ protocol: /^https?$/, error: 'expected an http or https URL' });

/**
 * Every option of the hub: its schema, its default and one sentence. In the file it has the name that it has here, in
 * the environment `NODERR_HUB_` and the same in capitals.
 */
export const options = {
  listenHost: z.string().min(1).default('127.0.0.1').describe('Address to listen on.'),
  listenPort: integer(0, 65_535).default(8480).describe('Port to listen on; 0 takes a free one.'),
  tlsCertFile: file
    .optional()
    .describe('PEM file of the certificate and its chain; with `tlsKeyFile` the hub speaks HTTPS.'),
  tlsKeyFile: file.optional().describe("PEM file of the certificate's key, readable by its owner only."),
  plainHttpBeyondLoopback: flag()
    .default(false)
    .describe('Allows plain HTTP on an address that is not loopback: only behind a TLS proxy, or on an inner network.'),
  trustedProxies: list(z.string(), 0, 16)
    .default([])
    .describe('Addresses or CIDR ranges of proxies whose X-Forwarded-For names the client.'),
  requestTimeoutMs: integer(100, 120_000)
    .default(10_000)
    .describe('Time in which a whole request must have arrived; milliseconds.'),
  requestsPerMinute: integer(60, 1_000_000)
    .default(6_000)
    .describe('Requests a minute from one address, all of Grafana being one; nodes are limited each by itself.'),
  databaseFile: file
    .optional()
    .describe('SQLite file; it and its folder are made if need be. Unless Postgres is set it is `.noderr/hub.sqlite`.'),
  databaseUrlFile: file
    .optional()
    .describe('File with the URL of a Postgres database, its password included, readable by its owner only.'),
  databaseUrl: databaseUrl
    .optional()
    .describe('URL of a Postgres database without a secret, such as `postgres://hub@db.example:5432/noderr`.'),
  logLevel: z
    .enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace'])
    .default('info')
    .describe('Least level that is logged.'),

  chainId: integer(1, Number.MAX_SAFE_INTEGER).describe('Id of the chain that holds the VersionBeacon.'),
  versionBeaconAddress: Address.describe('Address of the VersionBeacon contract.'),
  rpcEndpoints: list(httpUrl, 1, 8).describe('RPC endpoints of the chain; each is asked by itself.'),
  rpcQuorum: integer(1, 8).optional().describe('How many endpoints must agree; more than half unless set.'),
  confirmations: integer(1, 10_000)
    .optional()
    .describe('For a chain without finality: a block this many below the newest counts as final.'),
  deploymentFile: file
    .optional()
    .describe(
      'Output of `noderr deploy`: pins the deployment block and the code of the contract; else the first reading does.',
    ),
  chainIntervalMs: integer(200, 600_000)
    .default(2_000)
    .describe('Time between two readings of the chain; milliseconds.'),
  maxBlockAgeS: integer(10, 86_400)
    .default(1_200)
    .describe('A final block older than this makes the chain stale; seconds.'),

  signerKeystoreFile: file
    .optional()
    .describe("Encrypted keystore (Web3 V3) of the hub's OPERATOR key; without it the hub only watches."),
  signerPasswordFile: file.optional().describe("File with the keystore's password, readable by its owner only."),
  maxFeeGwei: integer(1, 1_000_000).default(500).describe('Highest fee per gas that the hub pays; gwei.'),

  readSecretFiles: list(file, 1, 2).describe('One or two files with the secret for reading that the plugin sends.'),
  adminSecretFiles: list(file, 1, 2).describe('One or two files with the secret for actions that the plugin sends.'),
  scrapeTokenFiles: list(file, 1, 2).describe('One or two files with the token that Prometheus sends.'),

  alertSecretFiles: list(file, 0, 2)
    .default([])
    .describe(
      'One or two files with the secret that Alertmanager sends to `/alerts…`; without one these do not exist.',
    ),

  ingestHost: z.string().min(1).default('127.0.0.1').describe('Address on which telemetry of nodes is taken in.'),
  ingestPort: integer(0, 65_535)
    .optional()
    .describe('Port on which telemetry of nodes is taken in; 0 takes a free one, without it none is taken.'),
  prometheusUrl: pushUrl
    .optional()
    .describe('Full address that takes remote write, such as `http://prometheus:9090/api/v1/write`.'),
  lokiUrl: pushUrl
    .optional()
    .describe('Full address that takes log pushes, such as `http://loki:3100/loki/api/v1/push`.'),
  prometheusAuthorizationFile: file
    .optional()
    .describe('File with the Authorization header that `prometheusUrl` wants, such as `Bearer …` or `Basic …`.'),
  lokiAuthorizationFile: file
    .optional()
    .describe('File with the Authorization header that `lokiUrl` wants, such as `Bearer …` or `Basic …`.'),
  tenantHeader: z
    .string()
    .regex(/^[A-Za-z0-9-]+: \S+$/, 'expected a header, such as X-Scope-OrgID: noderr')
    .optional()
    .describe('Header that names the tenant to both stores, such as `X-Scope-OrgID: noderr`.'),
  cluster: z
    .string()
    .regex(/^[a-zA-Z0-9][\w.-]{0,62}$/, 'expected letters, digits, dots, dashes or underscores')
    .default('noderr')
    .describe('Value of the label `cluster` that the telemetry of every node carries.'),
  ingestBytesPerSecond: integer(1_024, 100_000_000)
    .default(262_144)
    .describe('What one node may send of metrics, and of logs, in the long run, decompressed; bytes a second.'),
  ingestSamplesPerSecond: integer(1, 1_000_000)
    .default(1_000)
    .describe('Samples that one node may send in the long run; per second.'),
  ingestLinesPerSecond: integer(1, 1_000_000)
    .default(200)
    .describe('Log lines that one node may send in the long run; per second.'),
  ingestSeriesPerNode: integer(1, 1_000_000)
    .default(1_000)
    .describe('Series that one node may have at a time; those of the last one to two hours count.'),

  grafanaUrl: httpUrl.describe("Grafana's root_url: the issuer of its ID tokens, and where its signing keys are."),
  grafanaIssuer: z.string().min(1).optional().describe('Issuer of ID tokens where it is not `grafanaUrl`.'),
  grafanaKeysUrl: httpUrl
    .optional()
    .describe('Where the signing keys are, if the hub reaches Grafana by another address.'),
  grafanaKeysFile: file.optional().describe('JWKS file in place of the URL, for a workbench without Grafana.'),
  grafanaAudience: z.string().min(1).default('org:1').describe('Audience of ID tokens: the Grafana organisation.'),
  plainHttpHosts: list(z.string(), 0, 16)
    .default([])
    .describe('Hosts, on an inner network, that may be reached without TLS though they are not loopback.'),

  guardEnabled: flag()
    .default(true)
    .describe('Whether the guard pauses a rollout whose failures reach the budget, or for which an alert asks.'),
  failureBudget: share().default(DEFAULT_FAILURE_BUDGET).describe("Share of a cohort's reachable nodes that may fail."),
  gateEnabled: flag()
    .default(true)
    .describe('Whether the hub opens the next cohort by itself once the evidence is there.'),
  gateShare: share()
    .default(DEFAULT_GATE_SHARE)
    .describe('Share of eligible nodes that must have an outcome before the next cohort opens.'),
};

export type HubOptions = OptionValues<typeof options>;

export const naming: OptionNaming = { envPrefix: 'NODERR_HUB_', otherVariables: ['NODERR_HUB_CONFIG'] };
