import { Address, type Hex32 } from '@noderr/protocol';
import { type Command } from 'commander';
import { z } from 'zod';
import { type Deployment } from '../../contract/deployment.ts';
import { grantRoleCall, type Role } from '../../contract/calls.ts';
import { createBeaconReader } from '../../reader/create-beacon-reader.ts';
import { deployBeacon } from '../../transactions/deploy-beacon.ts';
import { pause } from '../../transactions/pause.ts';
import { type TransactionSigner } from '../../transactions/transaction-signer.ts';
import { type ChainAccess, clientsOf, headOf, NOTHING } from '../chain-access.ts';
import { CliError } from '../cli-error.ts';
import { type CommandDeps } from '../command-deps.ts';
import { withEndpoints, withKey } from '../option-groups.ts';
import { createOutput, type Output } from '../output.ts';
import { EndpointOptions, KeyOptions, parseOptions } from '../schema.ts';
import { writeNewFile } from '../secret-file.ts';
import { sendCall } from '../send.ts';
import { readTransactionKey } from '../transaction-key.ts';

const Whole = z.coerce.number().int();
const Options = z.object({
  ...EndpointOptions.shape,
  ...KeyOptions.shape,
  admin: Address.optional(),
  adminDelay: Whole.min(0).max(30 * 24 * 3600),
  publisher: Address.optional(),
  guardian: Address.optional(),
  operator: Address.optional(),
  out: z.string(),
  state: z.string().optional(),
  timeout: Whole.min(1),
  json: z.boolean().default(false),
});
type Options = z.infer<typeof Options>;

const FINAL_POLL_MS = 1_000;

export function registerDeploy(program: Command, deps: CommandDeps): void {
  withKey(withEndpoints(program.command('deploy').description('deploy a new VersionBeacon and write its pins')))
    .option('--admin <address>', 'who may grant roles (default: the key’s own address)')
    .option('--admin-delay <seconds>', 'between the offer of the admin’s place and its acceptance', '172800')
    .option('--publisher <address>', 'gets the PUBLISHER role, if the key is the admin')
    .option('--guardian <address>', 'gets the GUARDIAN role')
    .option('--operator <address>', 'gets the OPERATOR role: the hub’s address')
    .option('--out <file>', 'a new file for the deployment', 'deployment.json')
    .option('--state <file>', 'keeps nonces and signed bytes over a crash')
    .option('--timeout <seconds>', 'how long to wait', '1800')
    .option('--json', 'print the result as JSON')
    .action(async (raw: object) => {
      const options = parseOptions(Options, raw);
      const output = createOutput(deps.streams, options.json);
      const signer = await readTransactionKey(options);
      const roles = rolesOf(options, signer);
      const [client, ...others] = clientsOf(options);
      if (!client) throw new CliError('usage', 'cli/no-rpc', 'no RPC endpoint is given', 'give --rpc URL');
      output.note(`deploying from ${signer.address} through ${client.host}`);
      const deployment = await deployBeacon({
        client,
        signer,
        adminDelayS: options.adminDelay,
        timeoutMs: options.timeout * 1000,
        signal: deps.signal,
        ...(options.admin === undefined ? {} : { admin: options.admin }),
      });
      output.note(`in block ${deployment.deploymentBlock}, waiting until it is final`);
      const chain = await finalChain(options, deployment, [client, ...others], deps.signal);
      for (const [role, account] of roles) await grant(chain, signer, role, account, options, deps, output);
      await writeNewFile(options.out, `${JSON.stringify(deployment, null, 2)}\n`, 0o444);
      output.result(
        { ...deployment, file: options.out },
        `${deployment.beacon} on chain ${deployment.chainId}, pinned in ${options.out}`,
      );
    });
}

function rolesOf(options: Options, signer: TransactionSigner): [Role, Address][] {
  const { publisher, guardian, operator, admin = signer.address } = options;
  const wanted = [
    ['PUBLISHER', publisher],
    ['GUARDIAN', guardian],
    ['OPERATOR', operator],
  ] as const;
  const roles = wanted.flatMap(([role, account]): [Role, Address][] =>
    account === undefined ? [] : [[role, account]],
  );
  if (roles.length > 0 && admin !== signer.address) {
    const hint = 'leave the roles out, and let the admin run noderr grant';
    throw new CliError('usage', 'cli/not-admin', 'only the admin can grant roles, and that is not this key', hint);
  }
  return roles;
}

/** A chain whose quorum has the contract in a final block: pins from one endpoint alone would be worth little. */
async function finalChain(
  options: Options,
  deployment: Deployment,
  clients: ChainAccess['clients'],
  signal: AbortSignal,
): Promise<ChainAccess> {
  const { chainId, beacon } = deployment;
  const { rpc, confirmations, quorum = Math.floor(clients.length / 2) + 1 } = options;
  const reader = createBeaconReader(
    { chainId, beacon, deployment, rpcEndpoints: rpc, quorum, confirmations },
    { now: Date.now },
  );
  const deadline = AbortSignal.any([signal, AbortSignal.timeout(options.timeout * 1000)]);
  for (;;) {
    const reading = await reader.readView('ALL', NOTHING);
    if (reading.kind === 'final') return { deployment, reader, clients, quorum, head: headOf(options) };
    if (deadline.aborted) {
      const hint = `the contract is at ${beacon}; wait, or give --confirmations N for a chain without finality`;
      throw new CliError('unavailable', reading.code, 'the deployment is not final for a quorum yet', hint);
    }
    await pause(FINAL_POLL_MS);
  }
}

async function grant(
  chain: ChainAccess,
  signer: TransactionSigner,
  role: Role,
  account: Address,
  options: Options,
  deps: CommandDeps,
  output: Output,
): Promise<Hex32 | undefined> {
  output.note(`granting ${role} to ${account}`);
  const { state = deps.defaultStateFile, timeout } = options;
  const send = { state, wait: 'mined', timeoutS: timeout, dryRun: false } as const;
  const call = { kind: 'grantRole', data: grantRoleCall(role, account) } as const;
  const request = { intent: `grantRole ${role} ${account}`, makeCall: () => Promise.resolve(call) };
  const sent = await sendCall(chain, signer, request, send, output, deps.signal);
  return sent.kind === 'sent' ? sent.hash : undefined;
}
