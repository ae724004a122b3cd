import { type ChainView } from '@noderr/protocol';
import { AbiError } from '../contract/abi-codec.ts';
import { deploymentBlockOf } from '../contract/chain-view-of.ts';
import { HexData } from '../contract/hex.ts';
import { type LatestReading, type QuorumReport, type Unavailable } from './chain-reading.ts';
import { type Endpoint, EndpointError } from './endpoint.ts';
import { type QuorumRound } from './quorum-round.ts';

/** What an emergency or pause reading says where `latest` has no usable answer. */
export function unusable(reading: Exclude<LatestReading, { kind: 'latest' }>): {
  kind: 'unavailable';
  code: string;
  message: string;
  quorum: QuorumReport;
} {
  const message = reading.kind === 'unavailable' ? reading.message : `the newest state is ${reading.code}`;
  return { kind: 'unavailable', code: reading.code, message, quorum: reading.quorum };
}

/** What the agreed bytes say, or why they say nothing. */
export function parsing<T>(read: () => T): T | AbiError {
  try {
    return read();
  } catch (error) {
    if (error instanceof AbiError) return error;
    throw error;
  }
}

/** A quorum agrees on an answer that contradicts itself: none of it counts. */
export function malformed(
  round: QuorumRound,
  hosts: readonly string[],
  error: AbiError,
  code: 'chain/malformed-view' | 'chain/history-gap' = 'chain/malformed-view',
): Unavailable {
  for (const host of hosts) round.fault(host, 'chain/malformed-view', error.message);
  return { kind: 'unavailable', code, message: error.message, quorum: round.report([]) };
}

/** The deployment block as the contract says, before one is pinned. */
export function deploymentBlock(endpoint: Endpoint, part: HexData | undefined): number {
  const found = parsing(() => deploymentBlockOf(part ?? HexData.parse('0x')));
  if (!(found instanceof AbiError)) return found;
  throw new EndpointError('chain/malformed-view', `${endpoint.host}: ${found.message}`, { cause: found });
}

/** A later rollback, or withdrawal, of what runs here. */
export function takesDown(latest: ChainView, final: ChainView): boolean {
  const { directive, current } = latest;
  if (directive.seq <= final.directive.seq || directive.target < final.directive.floor) return false;
  if (directive.kind === 'rollback' && directive.target < current) return true;
  return (
    directive.baseline < current && current <= directive.withdrawn && directive.withdrawn > final.directive.withdrawn
  );
}
