import { type ChainView, type DurableTier, type Hex32 } from '@noderr/protocol';

/** The part of an agent's durable memory that only ever rises. */
export type Watermark = Pick<DurableTier, 'seq' | 'headHash' | 'height' | 'floor' | 'trustVersion'>;

export type Regression =
  | 'chain/seq-lower'
  | 'chain/content-changed'
  | 'chain/head-broken'
  | 'chain/floor-lower'
  | 'chain/trust-lower'
  | 'chain/below-floor'
  | 'chain/revoked';

export type Acceptance =
  /** Persist `next`, then act. */
  | { kind: 'accepted'; next: Watermark }
  /** An older final block than one seen before, saying nothing else: not an alarm, but no ground to act on. */
  | { kind: 'behind' }
  /** The chain contradicts what was final: keep running, start nothing, raise an alarm; a later view may heal it. */
  | { kind: 'rejected'; code: Regression; message: string };

/** Judges a final view against what was final before. */
export function acceptView(known: Watermark, view: ChainView): Acceptance {
  const { directive, block } = view;
  const { seq, headHash } = directive;
  if (seq < known.seq) {
    // An endpoint that lags behind may honestly show the past.
    if (block.number < known.height) return { kind: 'behind' };
    return reject('chain/seq-lower', `seq ${seq} at block ${block.number}, but ${known.seq} was final before`);
  }
  if (seq === known.seq && contradicts(known.headHash, headHash)) {
    return reject('chain/content-changed', `seq ${seq} has another content than when it was final before`);
  }
  if (seq === known.seq + 1 && known.seq > 0 && contradicts(known.headHash, directive.previousHash)) {
    return reject('chain/head-broken', `seq ${seq} does not follow from seq ${known.seq} as it was final before`);
  }
  if (directive.floor < known.floor)
    return reject('chain/floor-lower', `floor ${directive.floor} below ${known.floor}`);
  if (directive.trust.version < known.trustVersion) {
    return reject('chain/trust-lower', `trust ${directive.trust.version} below ${known.trustVersion}`);
  }
  const impossible = impossibleFor(view);
  if (impossible) return impossible;
  if (block.number < known.height) return { kind: 'behind' };
  return {
    kind: 'accepted',
    next: { seq, headHash, height: block.number, floor: directive.floor, trustVersion: directive.trust.version },
  };
}

/** The contract never lets these come about, so whoever shows them lies, or it is not our contract. */
function impossibleFor({
  directive,
  target,
  baseline,
  targetStones,
  baselineStones,
}: ChainView): Acceptance | undefined {
  const { floor } = directive;
  if (floor > 0 && (directive.target < floor || directive.baseline < floor)) {
    return reject(
      'chain/below-floor',
      `target ${directive.target} or baseline ${directive.baseline} below floor ${floor}`,
    );
  }
  const revoked = [target, baseline, ...targetStones, ...baselineStones].find((release) => release?.revoked);
  return revoked ? reject('chain/revoked', `release ${revoked.id} is in use but revoked`) : undefined;
}

/** Before the first reading there is no hash to compare with. */
function contradicts(known: Hex32 | null, seen: Hex32): boolean {
  return known !== null && known !== seen;
}

function reject(code: Regression, message: string): Acceptance {
  return { kind: 'rejected', code, message };
}
