import { type IdTokenFault } from './id-token.ts';
import { type SecretRight, type SecretVerdict } from './plugin-secret.ts';

type Refusal = Exclude<SecretVerdict, 'valid'>;

/** What is wrong with a plugin secret, and what to do. */
export const SECRET_TEXT: Readonly<Record<SecretRight, Readonly<Record<Refusal, string>>>> = {
  read: {
    absent: 'Grafana sent no read secret: set it on the plugin’s configuration page.',
    wrong: 'the read secret is not the hub’s: compare the plugin’s readSecret with the hub’s file.',
  },
  admin: {
    absent: 'Grafana sent no admin secret: set it on the plugin’s configuration page.',
    wrong: 'the admin secret is not the hub’s: compare the plugin’s adminSecret with the hub’s file.',
  },
};

/** What is wrong with Grafana's ID token, and what to do. */
export const ID_TOKEN_TEXT: Readonly<Record<IdTokenFault, string>> = {
  absent: 'Grafana sent no ID token (X-Grafana-Id): requests must come through Grafana’s plugin proxy.',
  malformed: 'Grafana’s ID token is malformed.',
  forged: 'Grafana’s ID token is not signed by a key of the Grafana that this hub trusts.',
  expired: 'Grafana’s ID token has expired: reload the page, and compare the clocks of Grafana and hub.',
  'wrong-issuer': 'Grafana’s ID token names another issuer: the hub’s Grafana URL must equal Grafana’s root_url.',
  'wrong-audience': 'Grafana’s ID token is for another organisation than the hub’s.',
  'not-a-person': 'Grafana’s ID token is not a person’s: service accounts cannot use these pages.',
  'keys-unavailable': 'the hub cannot read Grafana’s signing keys.',
};

export function missingRightText(permission: string, role: string): string {
  return `This needs ${permission}, which Grafana’s role Admin has; you are ${role}.`;
}
