import {
  type Actor,
  type Address,
  type Hex32,
  INTENT_EXPIRES_AFTER_MS,
  type IntentKind,
  type IntentPreview,
  type IntentStatus,
  type Ms,
  type ReleaseId,
  type Seq,
  type Tier,
} from '@noderr/protocol';

/** What somebody wants, as it was asked. */
interface IntentAsked {
  id: string;
  tier: Tier;
  kind: IntentKind;
  /** Grafana's `user:N`, or `guard` or `gate`: only this one may confirm. */
  owner: string;
  actor: Actor;
  expectedRollout: Seq;
  expectedSeq: Seq | null;
  to: ReleaseId | null;
  cohort: number | null;
  reason: string;
}

/** An intent as stored; what the page shows of it is made from this and from what the nodes say now. */
export interface IntentRecord extends IntentAsked {
  status: IntentStatus;
  createdAt: Ms;
  expiresAt: Ms;
  /** The intent that does the same already: its transaction is this one's too. */
  joinedTo: string | null;
  seqBefore: Seq | null;
  /** The directive that the transaction made, once it is final. */
  seqAfter: Seq | null;
  transaction: { hash: Hex32; from: Address; block: number | null } | null;
  times: IntentTimes;
  error: { code: string; message: string } | null;
  preview: IntentPreview;
}

/** When each stage was reached, by the hub's clock. */
export interface IntentTimes {
  confirmed: Ms | null;
  sent: Ms | null;
  mined: Ms | null;
  final: Ms | null;
  pickedUp: Ms | null;
  done: Ms | null;
  /** When it was refused, reverted, overtaken or expired. */
  failed: Ms | null;
}

export const NO_TIMES: IntentTimes = {
  confirmed: null,
  sent: null,
  mined: null,
  final: null,
  pickedUp: null,
  done: null,
  failed: null,
};

/** What is the same for every new intent: it waits for its confirmation, and nothing has come of it yet. */
export function preparedAt(now: Ms): Omit<IntentRecord, keyof IntentAsked | 'preview'> {
  return {
    status: 'prepared',
    createdAt: now,
    expiresAt: (now + INTENT_EXPIRES_AFTER_MS) as Ms,
    joinedTo: null,
    seqBefore: null,
    seqAfter: null,
    transaction: null,
    times: NO_TIMES,
    error: null,
  };
}

/** A change of a record; what is left out stays. */
export type IntentPatch = Partial<
  Pick<IntentRecord, 'status' | 'reason' | 'joinedTo' | 'seqBefore' | 'seqAfter' | 'transaction' | 'error'>
> & { times?: Partial<IntentTimes> };

/** Statuses in which its transaction is on its way. */
export const UNDER_WAY: readonly IntentStatus[] = ['confirmed', 'signed', 'sent', 'mined'];

/** Statuses after which nothing comes any more. */
const FAILED: readonly IntentStatus[] = ['expired', 'refused', 'reverted', 'superseded'];

export function isUnderWay(record: Pick<IntentRecord, 'status'>): boolean {
  return UNDER_WAY.includes(record.status);
}

export function hasFailed(record: Pick<IntentRecord, 'status'>): boolean {
  return FAILED.includes(record.status);
}

/** Whether two intents would do the same to the same rollout. */
export function isSameAction(a: IntentRecord, b: IntentRecord): boolean {
  return (
    a.tier === b.tier &&
    a.kind === b.kind &&
    a.expectedRollout === b.expectedRollout &&
    a.to === b.to &&
    a.cohort === b.cohort
  );
}
