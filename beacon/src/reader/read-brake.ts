import { type ChainView } from '@noderr/protocol';
import { AbiError } from '../contract/abi-codec.ts';
import { directiveOf } from '../contract/chain-view-of.ts';
import { blockRef } from './block-agreement.ts';
import { claimOf } from './brake-claims.ts';
import { type BrakeLedger } from './brake-ledger.ts';
import { type BrakeClaim, type BrakeReading } from './chain-reading.ts';
import { type Endpoint, EndpointError } from './endpoint.ts';
import { type QuorumRound } from './quorum-round.ts';

export interface BrakeContext {
  round: QuorumRound;
  ledger: BrakeLedger;
  endpoints: readonly Endpoint[];
  chainId: number;
  now: number;
  signal: AbortSignal;
}

/** Asks each endpoint's `latest` by itself: any single one that has its right may brake. */
export async function readBrake(final: ChainView, context: BrakeContext): Promise<BrakeReading> {
  const { round, ledger, endpoints, now } = context;
  const { tier } = final.directive;
  ledger.judge(final, now);
  const seen = await round.ask(endpoints, (endpoint) => latestOf(endpoint, final, context));
  const claims: BrakeClaim[] = [];
  for (const { endpoint, value } of seen) {
    round.height(endpoint.host, value.block.number);
    const reason = claimOf(value.directive, final.directive);
    if (reason === undefined) continue;
    if (ledger.isBarred(endpoint.host, now)) {
      round.fault(endpoint.host, 'chain/false-claim', `${endpoint.host} claimed what never became final`);
      continue;
    }
    claims.push({ host: endpoint.host, reason, ...value, since: ledger.since(tier, endpoint.host, now) });
  }
  ledger.note(tier, claims, final.directive.seq, round.needed);
  const common = {
    answers: round.report(seen.map(({ endpoint }) => endpoint.host)).endpoints,
    barred: ledger.barred(now),
  };
  if (claims.length > 0) return { kind: 'braked', claims, ...common };
  return { kind: seen.length < round.needed ? 'unreachable' : 'clear', ...common };
}

async function latestOf(
  endpoint: Endpoint,
  final: ChainView,
  { chainId, signal }: BrakeContext,
): Promise<Pick<BrakeClaim, 'block' | 'directive'>> {
  const { host } = endpoint;
  const [id, block] = await Promise.all([endpoint.chainId(signal), endpoint.head({ kind: 'latest' }, signal)]);
  if (id !== chainId) throw new EndpointError('chain/wrong-chain-id', `${host} is chain ${id}, not ${chainId}`);
  if (block.number < final.block.number) {
    throw new EndpointError('chain/behind', `${host} is at ${block.number}, below the final block`);
  }
  const data = await endpoint.directive(final.beacon, block.hash, final.directive.tier, signal);
  try {
    return { block: blockRef(block), directive: directiveOf(data, final.directive.tier) };
  } catch (cause) {
    if (!(cause instanceof AbiError)) throw cause;
    throw new EndpointError('chain/malformed-view', `${host}: ${cause.message}`, { cause });
  }
}
