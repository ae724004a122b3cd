import { generateKeyPairSync, type KeyObject, randomUUID, sign } from 'node:crypto';
import {
  type BlockRef,
  type DirectiveAction,
  type DirectiveChange,
  type Directive,
  eventId,
  Hex32,
  keyIdOf,
  type NodeId,
  nodeIdOf,
  OutcomeEvent,
  RECEIPT_TYP,
  type ReceiptEntry,
  type Release,
  type ReleaseId,
  type Sec,
  type Seq,
  type Version,
} from '@noderr/protocol';
import { directive, gatedPlan, makeRelease } from '@noderr/protocol/testing';
import { provenOutcome, type ProvenOutcome } from '../cli/audit/proven-outcome.ts';
import { type TierChain } from '../cli/audit/tier-chain.ts';

/** Canary of everybody: one cohort, open at once. */
export const everybody = { ...gatedPlan, canaryBps: 10_000, cohortBps: 10_000 } as typeof gatedPlan;

export function releaseOf(id: number, over: Partial<Release> = {}): Release {
  return makeRelease({ id: id as ReleaseId, version: `1.${id - 1}.0` as Version, plan: everybody, ...over });
}

/** A block of its height: a hash of its own, and second 1 000 + height. */
export function blockOf(number: number): BlockRef {
  return { number, hash: `0x${number.toString(16).padStart(64, '0')}` as Hex32, time: (1000 + number) as Sec };
}

/** The change with a seq, in the block of ten times its number. */
export function changeOf(
  action: DirectiveAction,
  seq: number,
  over: Partial<Record<keyof Directive, unknown>>,
): DirectiveChange {
  const block = blockOf(seq * 10);
  return {
    action,
    actor: `0x${'a'.repeat(40)}` as DirectiveChange['actor'],
    subject: 0,
    reason: '',
    directive: directive({ seq: seq as Seq, ...(over as Partial<Directive>) }),
    block,
    transaction: block.hash,
  };
}

/** Release 1 to everybody at seq 1, release 2 over it at seq 2; what is told comes after these. */
export function chainOf(...more: DirectiveChange[]): TierChain {
  const first = { rolloutId: 1, target: 1, baseline: 0, startedAt: 1010 };
  const second = { rolloutId: 2, target: 2, baseline: 1, startedAt: 1020 };
  const changes = [changeOf('publish', 1, first), changeOf('publish', 2, second), ...more];
  return {
    tier: 'ALL',
    changes,
    releases: new Map([1, 2].map((id) => [id as ReleaseId, releaseOf(id)])),
    through: blockOf(100),
    latestSeq: changes.length as Seq,
  };
}

/** A node with a key of its own, and what the hub keeps of it. */
export class ReceiptSigner {
  readonly publicKey: Hex32;
  readonly nodeId: NodeId;
  readonly #key: KeyObject;

  constructor() {
    const { publicKey, privateKey } = generateKeyPairSync('ed25519');
    this.publicKey = Hex32.parse(
      `0x${Buffer.from(String(publicKey.export({ format: 'jwk' }).x), 'base64url').toString('hex')}`,
    );
    this.nodeId = nodeIdOf(this.publicKey);
    this.#key = privateKey;
  }

  /** A committed move from release 1 to 2 in rollout 2, unless told. */
  event(over: Partial<Record<keyof OutcomeEvent, unknown>> = {}): OutcomeEvent {
    const attemptId = randomUUID();
    const event = {
      ...{ nodeId: this.nodeId, attemptId, n: 3, at: 5_000, tier: 'ALL', seq: 2, rolloutId: 2, from: 1, to: 2 },
      ...{ kind: 'outcome', outcome: 'committed', code: null, detail: '', logTail: '' },
      ...{ serviceGapMs: 1, rollbackMs: null, durationMs: 1 },
      ...over,
    };
    return OutcomeEvent.parse({
      id: eventId(this.nodeId, event.attemptId as OutcomeEvent['attemptId'], event.n as number),
      ...event,
    });
  }

  receipt(payload: object, header: object = {}): string {
    const kid = keyIdOf(this.publicKey);
    const signed = [{ alg: 'EdDSA', typ: RECEIPT_TYP, kid, ...header }, payload]
      .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
      .join('.');
    return `${signed}.${sign(null, Buffer.from(signed), this.#key).toString('base64url')}`;
  }

  /** As an honest hub gives it. */
  entry(event = this.event()): ReceiptEntry & { filed: NonNullable<ReceiptEntry['filed']> } {
    const { nodeId, attemptId, tier, rolloutId, from, to, outcome, code, at } = event;
    return {
      nodeId,
      attemptId,
      receivedAt: 6_000,
      receipt: this.receipt(event),
      publicKey: this.publicKey,
      filed: { tier, rolloutId, from, to, outcome, code, at },
    };
  }

  proven(over: Partial<Record<keyof OutcomeEvent, unknown>> = {}): ProvenOutcome {
    return provenOutcome(this.event(over), 6_000);
  }
}
