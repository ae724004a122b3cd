import { HubError, type HubErrorCode } from '../problem/hub-error.ts';
import { type GrafanaUser, ID_TOKEN_HEADER, type IdTokenFault, type IdTokenVerifier } from './id-token.ts';
import { SECRET_HEADER, type SecretCheck, type SecretRight } from './plugin-secret.ts';
import { ID_TOKEN_TEXT, missingRightText, SECRET_TEXT } from './refusal-text.ts';

/** Request headers as Node gives them. `X-Grafana-User` and `X-Grafana-Context` are unsigned and never looked at. */
export type Headers = Readonly<Record<string, string | string[] | undefined>>;

/** Standing tokens of `noderr-hub token create --read`, for the command line. */
export interface ReadTokens {
  /** Whether the token is known, in time and not revoked. */
  isReadToken(token: string): Promise<boolean>;
}

/** Who reads: a person through Grafana, or the holder of a read token. */
export type Reader = { kind: 'person'; user: GrafanaUser } | { kind: 'token' };

export interface Access {
  /** Wants the read secret and the ID token of any person, or a read token; throws `HubError` (403 or 502). */
  reader(headers: Headers): Promise<Reader>;
  /** Wants the admin secret and the ID token of an Admin; `permission` is named in the refusal. */
  admin(headers: Headers, permission: string): Promise<GrafanaUser>;
}

export interface AccessDeps {
  secrets: SecretCheck;
  idToken: IdTokenVerifier;
  readTokens: ReadTokens;
}

export function createAccess({ secrets, idToken, readTokens }: AccessDeps): Access {
  function expectSecret(right: SecretRight, headers: Headers): void {
    const verdict = secrets(right, one(headers, SECRET_HEADER));
    if (verdict !== 'valid') throw new HubError('grafana/wrong-secret', SECRET_TEXT[right][verdict]);
  }

  async function person(headers: Headers): Promise<GrafanaUser> {
    const verdict = await idToken(one(headers, ID_TOKEN_HEADER));
    if (verdict.ok) return verdict.user;
    throw new HubError(codeOf(verdict.fault), ID_TOKEN_TEXT[verdict.fault]);
  }

  return {
    async reader(headers) {
      const bearer = /^Bearer (\S+)$/.exec(one(headers, 'authorization') ?? '')?.[1];
      if (bearer !== undefined && (await readTokens.isReadToken(bearer))) return { kind: 'token' };
      expectSecret('read', headers);
      return { kind: 'person', user: await person(headers) };
    },
    async admin(headers, permission) {
      // The person first: a Viewer who comes with the read secret is told of the missing right, not of a secret.
      const user = await person(headers);
      if (user.role !== 'Admin') throw new HubError('grafana/missing-right', missingRightText(permission, user.role));
      expectSecret('admin', headers);
      return user;
    },
  };
}

/** A header that was sent twice counts as not sent: nobody may choose which of two values is checked. */
export function one(headers: Headers, name: string): string | undefined {
  const value = headers[name];
  return typeof value === 'string' ? value : undefined;
}

function codeOf(fault: IdTokenFault): HubErrorCode {
  if (fault === 'absent') return 'grafana/id-token-missing';
  if (fault === 'keys-unavailable') return 'grafana/keys-unreachable';
  return 'grafana/id-token-invalid';
}
