import { z } from 'zod';
import { runCommand } from '../noderr-command.ts';
import { DEMO_TIER } from '../network.ts';
import { type Story } from './story.ts';

const Report = z.object({
  receipts: z.object({ proven: z.int() }),
  tiers: z.array(z.object({ rollouts: z.array(z.unknown()) })),
});

/** Fails unless chain and the nodes' receipts prove what the hub shows of the demo's tier. */
export async function proveShown({ stack, say }: Pick<Story, 'stack' | 'say'>): Promise<void> {
  const { addresses, run } = stack;
  const printed = await runCommand('noderr', [
    ...['audit', 'verify', '--tier', DEMO_TIER],
    ...['--rpc', addresses.chain, '--deployment', addresses.deploymentFile],
    ...['--hub', addresses.hub, '--hub-token', run.secretFile('hub-read-token')],
  ]);
  const { receipts, tiers } = Report.parse(printed);
  const rollouts = tiers.flatMap((tier) => tier.rollouts).length;
  say(`${receipts.proven} receipts prove what the hub shows of ${rollouts} rollouts`);
}
