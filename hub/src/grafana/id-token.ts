import { errors, jwtVerify, type JWTPayload, type JWTVerifyGetKey } from 'jose';
import { z } from 'zod';
import { type Clock } from '../clock.ts';

/** The header in which Grafana forwards the signed identity of the person who is logged in. */
export const ID_TOKEN_HEADER = 'x-grafana-id';

/** Grafana's and the hub's clocks may differ by this; seconds. */
const CLOCK_TOLERANCE_S = 5;

export const GrafanaRole = z.enum(['Admin', 'Editor', 'Viewer', 'None']);
export type GrafanaRole = z.infer<typeof GrafanaRole>;

export interface GrafanaUser {
  /** `user:N`, which stays when a login is renamed. */
  id: string;
  login: string;
  role: GrafanaRole;
}

/** The claims that are used. A service account, which has no name, is told apart by its type before. */
const Claims = z.object({
  sub: z.string().regex(/^user:[\w-]{1,64}$/),
  role: GrafanaRole,
  username: z.string().min(1).max(190),
});

export type IdTokenFault =
  | 'absent'
  | 'malformed'
  | 'forged'
  | 'expired'
  | 'wrong-issuer'
  | 'wrong-audience'
  | 'not-a-person'
  | 'keys-unavailable';

export type IdTokenVerdict = { ok: true; user: GrafanaUser } | { ok: false; fault: IdTokenFault };

export interface IdTokenOptions {
  /** Grafana's root_url with its trailing slash. */
  issuer: string;
  /** `org:1` for Grafana's first organisation. */
  audience: string;
}

export interface IdTokenDeps {
  keys: JWTVerifyGetKey;
  clock: Clock;
}

export type IdTokenVerifier = (token: string | undefined) => Promise<IdTokenVerdict>;

export function createIdTokenVerifier(options: IdTokenOptions, deps: IdTokenDeps): IdTokenVerifier {
  return async (token) => {
    if (token === undefined || token === '') return { ok: false, fault: 'absent' };
    try {
      const { payload } = await jwtVerify(token, deps.keys, {
        algorithms: ['ES256'],
        issuer: options.issuer,
        audience: options.audience,
        requiredClaims: ['exp', 'iat', 'sub'],
        clockTolerance: CLOCK_TOLERANCE_S,
        currentDate: new Date(deps.clock.now()),
      });
      return userOf(payload, options);
    } catch (error) {
      return { ok: false, fault: faultOf(error) };
    }
  };
}

function userOf(payload: JWTPayload, options: IdTokenOptions): IdTokenVerdict {
  // jose takes a list that contains the audience; Grafana signs for exactly one organisation.
  if (payload.aud !== options.audience) return { ok: false, fault: 'wrong-audience' };
  if (payload['type'] !== 'user') return { ok: false, fault: 'not-a-person' };
  const claims = Claims.safeParse(payload);
  if (!claims.success) return { ok: false, fault: 'malformed' };
  const { sub, username, role } = claims.data;
  return { ok: true, user: { id: sub, login: username, role } };
}

/** Fails closed: what is not known as another fault is one of the keys. */
function faultOf(error: unknown): IdTokenFault {
  if (error instanceof errors.JWTExpired) return 'expired';
  if (error instanceof errors.JWTClaimValidationFailed) {
    if (error.claim === 'iss') return 'wrong-issuer';
    if (error.claim === 'aud') return 'wrong-audience';
    return 'malformed';
  }
  if (
    error instanceof errors.JWSSignatureVerificationFailed ||
    error instanceof errors.JWKSNoMatchingKey ||
    error instanceof errors.JWKSMultipleMatchingKeys ||
    error instanceof errors.JOSEAlgNotAllowed
  ) {
    return 'forged';
  }
  if (error instanceof errors.JWSInvalid || error instanceof errors.JWTInvalid) return 'malformed';
  return 'keys-unavailable';
}
