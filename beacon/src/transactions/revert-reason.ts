import { DIRECTIVE_ACTIONS } from '@noderr/protocol';
import { type AbiRecord } from '../contract/abi-codec.ts';
import { type BeaconErrorName, decodeRevert } from '../contract/beacon-abi.ts';
import { HexData, textOfHex } from '../contract/hex.ts';
import { RpcError } from '../rpc/rpc-error.ts';

export interface RevertReason {
  /** `contract/` and the contract's own error name, such as `contract/StaleRollout`. */
  code: string;
  message: string;
}

/** Numbers by which clients say "the call reverted": geth and most others, Nethermind. */
const REVERT_CODES: ReadonlySet<number> = new Set([3, -32015]);

/** What the contract said, if this failure is its own no and not the endpoint's. */
export function revertReason(error: unknown): RevertReason | undefined {
  if (!(error instanceof RpcError) || !error.reply) return undefined;
  const { code, data } = error.reply;
  const hex = HexData.safeParse(/0x[0-9a-fA-F]*/.exec(data ?? '')?.[0]);
  if (hex.success && hex.data.length >= 10) return reasonOf(hex.data);
  return REVERT_CODES.has(code) ? { code: 'contract/reverted', message: 'the contract refused the call' } : undefined;
}

function reasonOf(data: HexData): RevertReason {
  const found = decodeRevert(data);
  if (!found) return { code: 'contract/reverted', message: `the contract refused the call (${data.slice(0, 10)})` };
  const explain = EXPLANATIONS[found.name as BeaconErrorName] ?? ((): string => 'the contract refused the call');
  return { code: `contract/${found.name}`, message: explain(found.args) };
}

const EXPLANATIONS: Partial<Record<BeaconErrorName, (args: AbiRecord) => string>> = {
  StaleSeq: ({ expected, actual }) =>
    `the tier has changed meanwhile: seq ${shown(actual)}, not ${shown(expected)}; look at its status and try again`,
  StaleRollout: ({ expected, actual }) =>
    `another rollout is current: ${shown(actual)}, not ${shown(expected)}; look at its status and try again`,
  Unauthorized: ({ caller, action }) =>
    `${shown(caller)} has no role that may ${DIRECTIVE_ACTIONS[Number(action)] ?? 'do this'}; an admin grants it with noderr grant`,
  NothingPublished: () => 'nothing was ever published for this tier',
  InvalidRelease: ({ what }) => `the release is not valid: ${text(what)}`,
  InvalidPlan: ({ what }) => `the plan is not valid: ${text(what)}`,
  CannotPromote: ({ why }) => `the present target cannot become the baseline: ${text(why)}`,
  CannotOpen: ({ why }) => `the cohort cannot be opened: ${text(why)}`,
  CannotRollBack: ({ why }) => `cannot roll back there: ${text(why)}`,
  CannotRevoke: ({ why }) => `cannot be revoked: ${text(why)}`,
  CannotRaiseFloor: ({ why }) => `the floor cannot be raised: ${text(why)}`,
  CannotResume: ({ why }) => `cannot be resumed: ${text(why)}`,
  CannotSetTrust: ({ why }) => `the trust cannot be set: ${text(why)}`,
  ReasonTooLong: () => 'the reason is longer than 200 bytes',
  AccessControlUnauthorizedAccount: ({ account }) => `${shown(account)} has not the right to do this`,
};

function text(value: AbiRecord[string] | undefined): string {
  return typeof value === 'string' ? textOfHex(value) : '';
}

function shown(value: AbiRecord[string] | undefined): string {
  return typeof value === 'string' ? value : typeof value === 'bigint' ? value.toString() : '?';
}
