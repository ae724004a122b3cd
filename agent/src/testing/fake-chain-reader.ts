import {
  type BrakeClaim,
  type BrakeReading,
  type ChainReading,
  type EmergencyReading,
  type PauseReading,
  type QuorumReport,
} from '@noderr/beacon';
import { Address, type ChainView } from '@noderr/protocol';
import { type ChainReader } from '../chain/chain-source.ts';

const QUORUM: QuorumReport = { needed: 1, agreeing: 1, endpoints: [] };

/** A chain that says what a test sets. */
export class FakeChainReader implements ChainReader {
  view: ChainView | null;
  brakeReason: 'paused' | 'other-rollout' | 'unreachable' | null = null;
  emergencyView: ChainView | null = null;
  pausedAtLatest = false;

  constructor(view: ChainView | null) {
    this.view = view;
  }

  readView(): Promise<ChainReading> {
    const { view } = this;
    if (!view) {
      return Promise.resolve({ kind: 'unavailable', code: 'chain/no-quorum', message: 'no answers', quorum: QUORUM });
    }
    const deployment = {
      chainId: view.chainId,
      beacon: Address.parse(view.beacon),
      deploymentBlock: 1,
      deploymentBlockHash: view.deploymentBlockHash,
      codeHash: view.deploymentBlockHash,
    };
    return Promise.resolve({ kind: 'final', view, views: [view], block: view.block, deployment, quorum: QUORUM });
  }

  brake(final: ChainView): Promise<BrakeReading> {
    const none = { answers: [], barred: [] };
    if (this.brakeReason === null) return Promise.resolve({ kind: 'clear', ...none });
    if (this.brakeReason === 'unreachable') return Promise.resolve({ kind: 'unreachable', ...none });
    const claim: BrakeClaim = {
      host: 'rpc.example',
      reason: this.brakeReason,
      block: final.block,
      directive: final.directive,
      since: 0,
    };
    return Promise.resolve({ kind: 'braked', claims: [claim], ...none });
  }

  emergency(): Promise<EmergencyReading> {
    const { emergencyView } = this;
    return Promise.resolve(
      emergencyView ? { kind: 'rollback', view: emergencyView, quorum: QUORUM } : { kind: 'none', quorum: QUORUM },
    );
  }

  readPausedAtLatest(): Promise<PauseReading> {
    const { view } = this;
    if (!view) return Promise.resolve({ kind: 'unavailable', code: 'chain/no-quorum', message: '', quorum: QUORUM });
    return Promise.resolve({
      kind: this.pausedAtLatest ? 'paused' : 'running',
      directive: view.directive,
      quorum: QUORUM,
    });
  }
}
