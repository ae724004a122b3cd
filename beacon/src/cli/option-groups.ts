import { type Command, Option } from 'commander';
import { TIERS } from '@noderr/protocol';

const collect = (value: string, before: readonly string[] = []): string[] => [...before, ...value.split(',')];

/** Every option of `noderr`, with its unit, its default and its environment variable in the help. */
export function withChain(command: Command): Command {
  return withDeployment(withEndpoints(command));
}

export function withDeployment(command: Command): Command {
  return command.addOption(
    new Option('--deployment <file>', 'the file that noderr deploy wrote')
      .env('NODERR_DEPLOYMENT')
      .default('deployment.json'),
  );
}

export function withEndpoints(command: Command): Command {
  return command
    .addOption(
      new Option('--rpc <url>', 'RPC endpoint; repeat it (or use commas) for a quorum')
        .env('NODERR_RPC')
        .argParser(collect),
    )
    .addOption(new Option('--quorum <n>', 'how many endpoints must agree (default: more than half)'))
    .addOption(new Option('--confirmations <n>', 'blocks that make one final, for chains without finality'));
}

export function withKey(command: Command): Command {
  return command
    .addOption(new Option('--keystore <file>', 'encrypted key (ethers keystore JSON)').env('NODERR_KEYSTORE'))
    .addOption(new Option('--password-file <file>', 'its password').env('NODERR_PASSWORD_FILE'))
    .addOption(new Option('--key-file <file>', 'raw key, mode 0400; for demos').env('NODERR_KEY_FILE'));
}

export function withSending(command: Command): Command {
  return withKey(withChain(command))
    .addOption(
      new Option('--state <file>', 'keeps nonces and signed bytes over a crash')
        .env('NODERR_STATE')
        .default(undefined, '~/.local/state/noderr/transactions.sqlite'),
    )
    .addOption(new Option('--wait <stage>', 'how far to follow it').choices(['mined', 'final']).default('final'))
    .addOption(new Option('--timeout <seconds>', 'how long to follow it').default('1800'))
    .option('--dry-run', 'check and simulate, send nothing');
}

export function withTier(command: Command): Command {
  return command.addOption(new Option('--tier <tier>', 'whose rollout').choices([...TIERS]).makeOptionMandatory());
}

export function withRegistry(command: Command): Command {
  return command
    .addOption(new Option('--registry <url>', 'https://host[:port]; http:// on loopback only').env('NODERR_REGISTRY'))
    .addOption(new Option('--registry-auth <file>', 'JSON {username, password}, mode 0400').env('NODERR_REGISTRY_AUTH'))
    .addOption(new Option('--registry-ca <file>', 'PEM of its certificate authority').env('NODERR_REGISTRY_CA'));
}

export function withFleet(command: Command): Command {
  return withHub(
    command.addOption(new Option('--fleet <file>', 'JSON of nodes, as GET /api/v1/nodes of the hub gives it')),
  );
}

export function withHub(command: Command): Command {
  return command
    .addOption(new Option('--hub <url>', 'address of the hub').env('NODERR_HUB'))
    .addOption(
      new Option('--hub-token <file>', 'a read token of noderr-hub token create --read, mode 0400').env(
        'NODERR_HUB_TOKEN',
      ),
    );
}

export function withRelease(command: Command): Command {
  return command
    .addOption(new Option('--release <file>', 'JSON of what follows; options override it'))
    .addOption(new Option('--tier <tier>', 'who gets it').choices([...TIERS]))
    .option('--release-version <x.y.z>', 'higher than any before in this tier')
    .addOption(
      new Option(
        '--component <service=repository@digest>',
        'repeat it per service; service=repository:tag is resolved',
      ).argParser(collect),
    );
}

export function withPlan(command: Command): Command {
  return command
    .option('--canary-bps <n>', 'canary share in hundredths of a percent (default 500)')
    .option('--cohort-bps <n>', 'share of each further cohort (default 2500)')
    .option('--cohort-delay <seconds>', 'unpaused time between two openings (default 18000)')
    .option('--timed', 'cohorts open by time alone, without evidence')
    .option('--salt <hex>', 'who falls into which cohort (default: searched or random)');
}
