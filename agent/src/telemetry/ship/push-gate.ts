const RETRY_AFTER_MS = 300_000;

/** Holds back all pushes while the hub refuses this node; one is tried now and then. */
export interface PushGate {
  readonly state: 'unknown' | 'accepted' | 'refused';
  /** Milliseconds until a push may be tried; 0 = now. */
  waitMs(): number;
  accepted(): void;
  refused(): void;
}

export interface PushGateDeps {
  monotonicMs: () => number;
  random: () => number;
  onChange: (state: 'accepted' | 'refused') => void;
}

export function createPushGate({ monotonicMs, random, onChange }: PushGateDeps): PushGate {
  let state: PushGate['state'] = 'unknown';
  let opensAt = 0;

  function change(next: 'accepted' | 'refused'): void {
    const isNew = state !== next;
    state = next;
    if (isNew) onChange(next);
  }

  return {
    get state() {
      return state;
    },
    waitMs: () => (state === 'refused' ? Math.max(0, opensAt - monotonicMs()) : 0),
    accepted() {
      change('accepted');
    },
    refused() {
      change('refused');
      opensAt = monotonicMs() + RETRY_AFTER_MS * (0.9 + 0.2 * random());
    },
  };
}
