/** Seconds' worth that may come at once after a quiet time. */
const BURST_S = 30;

/** Lets so many bytes a second pass, and half a minute's worth at once. */
export interface TokenBucket {
  /** Takes the bytes, or none of them. */
  take(bytes: number): boolean;
  /** Takes what there is of them, for what passes in any case. */
  drain(bytes: number): void;
}

export function createTokenBucket(bytesPerS: number, monotonicMs: () => number): TokenBucket {
  const full = bytesPerS * BURST_S;
  let level = full;
  let at = monotonicMs();

  function refill(): void {
    const now = monotonicMs();
    level = Math.min(full, level + (Math.max(0, now - at) / 1000) * bytesPerS);
    at = now;
  }

  return {
    take(bytes) {
      refill();
      if (bytes > level) return false;
      level -= bytes;
      return true;
    },
    drain(bytes) {
      refill();
      level = Math.max(0, level - bytes);
    },
  };
}
