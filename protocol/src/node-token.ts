import { z } from 'zod';
import { type Address, Hex32, NodeId } from './brands.ts';
import { NodeTier } from './tier.ts';

/** `typ` of a node token's header. */
export const NODE_TOKEN_TYP = 'noderr-node+jwt';
/** Longest life of a node's token; seconds. */
export const NODE_TOKEN_MAX_AGE_S = 60;

/** Audience of a node's token: the network, so that a token for one hub's network is worth nothing on another. */
export function nodeTokenAudience(chainId: number, beacon: Address): string {
  return `noderr:${chainId}:${beacon}`;
}

/** Strict, so that a token cannot bring its own key. */
export const NodeTokenHeader = z.strictObject({
  alg: z.literal('EdDSA'),
  typ: z.literal(NODE_TOKEN_TYP),
  /** sha256 of the raw public key, hex with 0x. */
  kid: Hex32,
});

/** One request of one node, by its method, path and body; `iat` and `exp` in seconds since the epoch. */
export const NodeTokenClaims = z.object({
  sub: NodeId,
  aud: z.string(),
  iat: z.int(),
  exp: z.int(),
  /** HTTP method and path of the request it was made for. */
  htm: z.string(),
  htu: z.string(),
  /** sha256 of the request's body, base64url. */
  bh: z.string(),
});
export type NodeTokenClaims = z.infer<typeof NodeTokenClaims>;

/** POST /node/v1/enroll; sent with a token signed by the key that it brings. */
export const EnrollRequest = z.object({
  joinToken: z.string().min(20).max(200),
  /** Raw Ed25519 public key, 32 bytes, hex with 0x. */
  publicKey: Hex32,
  /** The tier that the node expects: a token for another one is refused before it is spent. */
  tier: NodeTier.optional(),
  name: z
    .string()
    .max(64)
    .regex(/^[\w .-]*$/)
    .default(''),
});
export type EnrollRequest = z.infer<typeof EnrollRequest>;

/** The node is enrolled; `now` in milliseconds since the epoch. */
export const EnrollReply = z.object({ nodeId: NodeId, tier: NodeTier, now: z.int() });
export type EnrollReply = z.infer<typeof EnrollReply>;
