import { acceptView, type BeaconReader, type Deployment } from '@noderr/beacon';
import { type ChainView, type NodeTier, type ReleaseId } from '@noderr/protocol';
import { type LatestGuard } from '../attempt/attempt-deps.ts';
import { AttemptFault } from '../attempt/attempt-fault.ts';
import { type AttemptRecord } from '../attempt/attempt-record.ts';
import { type ChainFacts } from '../decide/facts.ts';
import { type Memory } from '../durable/memory.ts';

/** The parts of the beacon's reader that the agent uses. */
export type ChainReader = Pick<BeaconReader, 'readView' | 'brake' | 'emergency' | 'readPausedAtLatest'>;

export type ReadingKind = 'final' | 'stale' | 'unavailable' | 'mismatch' | 'rejected';

export interface ChainSourceDeps {
  reader: ChainReader;
  tier: NodeTier;
  /** The identity that a first reading found, to be pinned. */
  onDeployment: (deployment: Deployment) => void;
  onReading: (kind: ReadingKind, code: string | null) => void;
}

/** The chain as facts for a decision, and as the last guard before a stop or a start. */
export interface ChainSource extends LatestGuard {
  read(memory: Memory, signal: AbortSignal): Promise<ChainFacts>;
  /** The newest final view that was accepted in this process. */
  readonly view: ChainView | null;
  /** "2 of 3", as of the last reading. */
  readonly quorum: { agreeing: number; needed: number; asked: number } | null;
}

const NO_SIGHT = { brake: null, emergency: null, pausedByQuorum: false } as const;

export function createChainSource({ reader, tier, onDeployment, onReading }: ChainSourceDeps): ChainSource {
  let accepted: ChainView | null = null;
  let quorum: ChainSource['quorum'] = null;

  async function final(memory: Memory, current: ReleaseId, signal: AbortSignal): Promise<ChainFacts['final']> {
    const reading = await reader.readView(tier, current, signal);
    const { agreeing, needed, endpoints } = reading.quorum;
    quorum = { agreeing, needed, asked: endpoints.length };
    if (reading.kind !== 'final') {
      onReading(reading.kind, reading.code);
      const detail = 'message' in reading ? reading.message : `final state is ${reading.kind}`;
      return { kind: 'trouble', code: reading.code, detail };
    }
    const acceptance = acceptView(memory.node, reading.view);
    if (acceptance.kind === 'behind') {
      onReading('unavailable', 'chain/behind');
      return { kind: 'trouble', code: 'chain/behind', detail: 'an older final block than seen before' };
    }
    if (acceptance.kind === 'rejected') {
      onReading('rejected', acceptance.code);
      return { kind: 'trouble', code: acceptance.code, detail: acceptance.message };
    }
    onReading('final', null);
    onDeployment(reading.deployment);
    accepted = reading.view;
    return { kind: 'view', view: reading.view, watermark: acceptance.next };
  }

  async function ahead(view: ChainView, signal: AbortSignal): Promise<Omit<ChainFacts, 'final'>> {
    const [brake, emergency, pause] = await Promise.all([
      reader.brake(view, signal),
      reader.emergency(view, signal),
      reader.readPausedAtLatest(tier, signal),
    ]);
    return {
      brake:
        brake.kind === 'clear'
          ? null
          : { reason: brake.kind === 'unreachable' ? 'unreachable' : (brake.claims[0]?.reason ?? 'paused') },
      emergency: emergency.kind === 'rollback' ? emergency.view : null,
      // fails open: only a quorum that says so stops a move down
      pausedByQuorum: pause.kind === 'paused',
    };
  }

  return {
    get view() {
      return accepted;
    },
    get quorum() {
      return quorum;
    },
    async read(memory, signal) {
      const seen = await final(memory, memory.node.committed, signal);
      const view = seen.kind === 'view' ? seen.view : accepted;
      return { final: seen, ...(view ? await ahead(view, signal) : NO_SIGHT) };
    },
    async assertMayGoOn(attempt: AttemptRecord, signal) {
      if (attempt.reason === 'install-baseline') return;
      // fails closed: without a view of the chain nothing is stopped or started upwards
      if (!accepted) throw new AttemptFault('rpc/unreachable', 'the chain was not read since the agent started');
      const brake = await reader.brake(accepted, signal);
      signal.throwIfAborted();
      if (brake.kind === 'clear') return;
      if (brake.kind === 'unreachable') throw new AttemptFault('rpc/unreachable', 'no RPC endpoint answers');
      const claim = brake.claims[0];
      if (claim?.reason === 'other-rollout') {
        throw new AttemptFault('superseded', `${claim.host} sees another rollout`);
      }
      throw new AttemptFault('paused', `${claim?.host ?? 'an endpoint'} sees the tier paused`);
    },
  };
}
