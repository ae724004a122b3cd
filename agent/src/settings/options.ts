import { Address, NodeId, NodeTier } from '@noderr/protocol';
import { flag, integer, list } from '@noderr/settings';
import { z } from 'zod';
import { isAgeRecipient } from '../backup/age-recipient.ts';

const file = z.string().min(1, 'expected the path of a file');
const httpUrl = z.url({ protocol: /^https?$/, error: 'expected an http or https URL' });
const registryHost = z.string().regex(/^[a-z0-9.-]+(:\d{1,5})?$/, 'expected a host, with its port if it has one');
const ageRecipient = z.string().refine(isAgeRecipient, 'expected an age public key (age1…)');

/**
 * Every option of the agent: its schema, its default and one sentence. In the file it has the name that it has here, in
 * the environment `NODERR_AGENT_` and the same in capitals. The first nine are the customer's own `AutoUpdaterConfig`.
 */
export const options = {
  versionBeaconAddress: Address.describe('Address of the VersionBeacon contract.'),
  rpcEndpoint: httpUrl.optional().describe('One RPC endpoint of the chain; use `rpcEndpoints` for a quorum.'),
  checkInterval: integer(1_000, 86_400_000)
    .default(300_000)
    .describe('Time between two looks at the chain, give or take 10 %; milliseconds.'),
  nodeTier: NodeTier.describe('The tier that this node follows: ALL, ORACLE or GUARDIAN.'),
  nodeId: NodeId.optional().describe("The node's id, derived from its key; if set it must match."),
  dockerRegistry: registryHost.describe('Registry that releases are pulled from: a host, with its port if need be.'),
  healthCheckUrl: httpUrl
    .optional()
    .describe("A health endpoint whose host is a service of the template: added to that service's checks."),
  rollbackTimeout: integer(1_000, 3_600_000)
    .default(300_000)
    .describe('A new release that is not healthy after this is rolled back; milliseconds.'),
  autoUpdateEnabled: flag().default(true).describe('Whether releases are followed; false only watches and reports.'),

  chainId: integer(1, Number.MAX_SAFE_INTEGER).describe('Id of the chain that holds the VersionBeacon.'),
  rpcEndpoints: list(httpUrl, 0, 8).default([]).describe('RPC endpoints of the chain; each is asked by itself.'),
  rpcQuorum: integer(1, 8).optional().describe('How many endpoints must agree; more than half unless set.'),
  confirmations: integer(1, 10_000)
    .optional()
    .describe('For a chain without finality: a block this many below the newest counts as final.'),
  deploymentFile: file
    .optional()
    .describe('Output of `noderr deploy`: pins the deployment block and code; else the first reading does.'),
  maxBlockAgeS: integer(10, 86_400)
    .default(1_200)
    .describe('A final block older than this makes the chain stale, and nothing is done; seconds.'),

  stateDir: file.default('/var/lib/noderr-agent').describe("Folder of the agent's key, state, outbox and backups."),
  templateFile: file
    .default('/etc/noderr-agent/template.json')
    .describe('How the services of this node run: the only source of a container.'),
  nodeName: z
    .string()
    .max(64)
    .regex(/^[\w .-]*$/, 'expected letters, digits, spaces, dots and dashes')
    .default('')
    .describe('A name for people, shown on the pages.'),

  hubUrl: httpUrl.optional().describe('Address of the hub; without it the agent follows the chain alone.'),
  joinTokenFile: file
    .optional()
    .describe(
      'File with the one-time join token, needed until the node is enrolled; read again where the hub no longer knows the node.',
    ),

  trustedKeyFiles: list(file, 1, 32).describe('PEM public keys whose signatures on releases are trusted.'),
  signatureThreshold: integer(1, 32).default(1).describe('How many distinct trusted keys must have signed.'),
  registryMirrors: list(registryHost, 0, 8).default([]).describe('Registries that are asked after `dockerRegistry`.'),
  registryCredentialsFile: file
    .optional()
    .describe('JSON file `{host: {username, password}}` for registries, readable by its owner only.'),

  dockerEndpoint: z
    .string()
    .regex(/^(unix:\/\/\/|tcp:\/\/)/, 'expected unix:///path or tcp://host:port')
    .default('unix:///var/run/docker.sock')
    .describe("Docker's socket, or the filtering proxy before it."),
  allowedBinds: list(z.string().startsWith('/'), 0, 32)
    .default([])
    .describe('Host folders that a template may mount from.'),

  soakMs: integer(0, 3_600_000)
    .default(10_000)
    .describe('A new release must be healthy for this long without a break; milliseconds.'),
  backupRecipients: list(ageRecipient, 0, 16)
    .default([])
    .describe("age public keys, beside the node's own, that backups are encrypted to: keep one offline."),
  backupMaxGapMs: integer(1_000, 3_600_000)
    .default(120_000)
    .describe('An update whose backup would stop the node longer than this is refused; milliseconds.'),

  ingestUrl: httpUrl
    .optional()
    .describe("Address of the hub's ingest listener; without it neither metrics nor logs are shipped."),
  cluster: z
    .string()
    .regex(/^[a-z0-9][a-z0-9-]{0,31}$/, 'expected lower-case letters, digits and dashes')
    .default('noderr')
    .describe('The label `cluster` of all that is shipped: the same as in the settings of the hub.'),
  spoolMaxBytes: integer(16_000_000, 64_000_000_000)
    .default(256_000_000)
    .describe('Disk that metrics and logs may take while they wait; the oldest are given up first; bytes.'),
  spoolMaxDays: integer(1, 30).default(7).describe('Metrics and logs that have waited longer are given up; days.'),
  logBytesPerS: integer(100, 1_000_000)
    .default(2_000)
    .describe('Log lines that are shipped, errors apart, which always are; bytes a second.'),

  metricsPort: integer(0, 65_535)
    .default(9464)
    .describe('Port of /metrics on 127.0.0.1; 0 takes a free one. While it is taken, all else goes on.'),
  logLevel: z
    .enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace'])
    .default('info')
    .describe('Least level that is logged.'),
};

export const ENV_PREFIX = 'NODERR_AGENT_';
