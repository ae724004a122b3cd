import { z } from 'zod';

/** 32 bytes as `0x` and 64 lower-case hex digits. */
export const Hex32 = z
  .string()
  .regex(/^0x[0-9a-f]{64}$/, 'expected 0x and 64 lower-case hex digits')
  .brand<'Hex32'>();
export type Hex32 = z.infer<typeof Hex32>;

/** keccak256 of a node's raw first Ed25519 public key; stays for ever. */
export const NodeId = Hex32.brand<'NodeId'>();
export type NodeId = z.infer<typeof NodeId>;

/** An EVM address in lower case; mixed-case input is accepted and lowered. */
export const Address = z
  .string()
  .regex(/^0x[0-9a-fA-F]{40}$/, 'expected 0x and 40 hex digits')
  .transform((value) => value.toLowerCase())
  .brand<'Address'>();
export type Address = z.infer<typeof Address>;

/** Seconds of block time; never compared with `Ms`. */
export const Sec = z.int().nonnegative().brand<'Sec'>();
export type Sec = z.infer<typeof Sec>;

/** Epoch milliseconds of a clock corrected by the hub's Date header; never compared with `Sec`. */
export const Ms = z.int().nonnegative().brand<'Ms'>();
export type Ms = z.infer<typeof Ms>;

/** Hundredths of a percent, 1 to 10 000. */
export const Bps = z.int().min(1).max(10_000).brand<'Bps'>();
export type Bps = z.infer<typeof Bps>;

/** A release's id: dense per tier, given by the contract; 0 means none. */
export const ReleaseId = z.int().nonnegative().brand<'ReleaseId'>();
export type ReleaseId = z.infer<typeof ReleaseId>;

/** A directive's sequence number per tier: +1 at every change; 0 means nothing was ever published. */
export const Seq = z.int().nonnegative().brand<'Seq'>();
export type Seq = z.infer<typeof Seq>;

/** A UUID that names one attempt to move a node from one release to another. */
export const AttemptId = z.uuid().brand<'AttemptId'>();
export type AttemptId = z.infer<typeof AttemptId>;
