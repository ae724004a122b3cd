import { randomBytes } from 'node:crypto';
import { exportJWK, generateKeyPair, SignJWT, type JSONWebKeySet } from 'jose';
import { type WorkbenchUser } from './workbench-user.ts';

/** Grafana's ID tokens live this long; seconds. */
const LIFETIME_S = 600;

export interface IdTokenSigner {
  jwks: JSONWebKeySet;
  sign(user: WorkbenchUser): Promise<string>;
}

/** Mints ID tokens with the claims that Grafana puts into `X-Grafana-Id`; the key lives and dies with the process. */
export async function createIdTokenSigner(options: { issuer: string; now: () => Date }): Promise<IdTokenSigner> {
  const { publicKey, privateKey } = await generateKeyPair('ES256');
  const month = options.now().toISOString().slice(0, 7);
  const kid = `default-${month}-es256-${randomBytes(3).toString('hex')}`;
  const jwk = await exportJWK(publicKey);

  return {
    jwks: { keys: [{ ...jwk, kid, use: 'sig', alg: 'ES256' }] },
    sign: async (user) => {
      const issuedAt = Math.floor(options.now().getTime() / 1000);
      return new SignJWT({
        authenticatedBy: 'password',
        email: `${user.login}@localhost`,
        identifier: `${user.login}-${user.id}`,
        namespace: 'default',
        role: user.role,
        type: 'user',
        username: user.login,
      })
        .setProtectedHeader({ alg: 'ES256', kid, typ: 'jwt' })
        .setIssuer(options.issuer)
        .setAudience('org:1')
        .setSubject(`user:${user.id}`)
        .setIssuedAt(issuedAt)
        .setExpirationTime(issuedAt + LIFETIME_S)
        .sign(privateKey);
    },
  };
}
