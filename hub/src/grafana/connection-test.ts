import { type WhoAmI } from '@noderr/protocol';
import { type Headers, one } from './access.ts';
import { ID_TOKEN_HEADER, type IdTokenFault, type IdTokenVerdict, type IdTokenVerifier } from './id-token.ts';
import { SECRET_HEADER, type SecretCheck, type SecretRight } from './plugin-secret.ts';
import { ID_TOKEN_TEXT, SECRET_TEXT } from './refusal-text.ts';

type Check = WhoAmI['checks'][number];

/** The checks of a token in the order in which they are made: what comes after a failed one is not known. */
const TOKEN_CHECKS = ['id-token', 'issuer', 'audience', 'user-type'] as const satisfies readonly Check['check'][];

const FAILS_AT: Readonly<Record<IdTokenFault, (typeof TOKEN_CHECKS)[number]>> = {
  absent: 'id-token',
  malformed: 'id-token',
  forged: 'id-token',
  expired: 'id-token',
  'keys-unavailable': 'id-token',
  'wrong-issuer': 'issuer',
  'wrong-audience': 'audience',
  'not-a-person': 'user-type',
};

const PASSED: Readonly<Record<(typeof TOKEN_CHECKS)[number], string>> = {
  'id-token': 'signed by Grafana and in time',
  issuer: 'from the Grafana that this hub trusts',
  audience: 'for the hub’s organisation',
  'user-type': 'a person',
};

export interface ConnectionTestDeps {
  secrets: SecretCheck;
  idToken: IdTokenVerifier;
  /** What is wrong with the chain, empty when all is well. */
  chainProblem: () => string;
  hubVersion: string;
}

export type ConnectionTest = (right: SecretRight, headers: Headers) => Promise<WhoAmI>;

/**
 * Says of each factor whether it is right. Whoever comes without a valid secret learns that alone, so that the answer
 * cannot be used to try out tokens.
 */
export function createConnectionTest(deps: ConnectionTestDeps): ConnectionTest {
  return async (right, headers) => {
    const secret = deps.secrets(right, one(headers, SECRET_HEADER));
    if (secret !== 'valid') {
      return answer([{ check: `${right}-secret`, ok: false, message: SECRET_TEXT[right][secret] }], null);
    }
    const verdict = await deps.idToken(one(headers, ID_TOKEN_HEADER));
    const checks: Check[] = [
      { check: `${right}-secret`, ok: true, message: 'as the hub knows it' },
      ...tokenChecks(verdict),
    ];
    if (verdict.ok && right === 'admin') checks.push(roleCheck(verdict.user.role));
    const problem = deps.chainProblem();
    checks.push({ check: 'chain', ok: problem === '', message: problem === '' ? 'read and fresh' : problem });
    return answer(checks, verdict.ok ? { login: verdict.user.login, role: verdict.user.role } : null);
  };

  function answer(checks: Check[], user: WhoAmI['user']): WhoAmI {
    return { checks, user, hubVersion: deps.hubVersion };
  }
}

function tokenChecks(verdict: IdTokenVerdict): Check[] {
  if (verdict.ok) return TOKEN_CHECKS.map((check) => ({ check, ok: true, message: PASSED[check] }));
  const failed = FAILS_AT[verdict.fault];
  const passed = TOKEN_CHECKS.slice(0, TOKEN_CHECKS.indexOf(failed));
  return [
    ...passed.map((check) => ({ check, ok: true, message: PASSED[check] })),
    { check: failed, ok: false, message: ID_TOKEN_TEXT[verdict.fault] },
  ];
}

function roleCheck(role: string): Check {
  return role === 'Admin'
    ? { check: 'role', ok: true, message: 'Admin: may act' }
    : { check: 'role', ok: false, message: `your role is ${role}: only Admin may act` };
}
