/** Why a push was not taken. */
export interface Fault {
  code: string;
  detail: string;
}

/** What the hub made of a push. */
export type PushAnswer =
  /** The store has it. */
  | { kind: 'accepted' }
  /** It will never be taken as it is: too large, or one record of it is bad. */
  | { kind: 'refused'; code: string; detail: string }
  /** The node's token is refused, the clock corrected: not enrolled, forgotten or suspended. */
  | { kind: 'unauthorized'; code: string; detail: string }
  /** Not now; not before `afterMs` where the hub says so. */
  | { kind: 'later'; afterMs: number | null; code: string; detail: string };
