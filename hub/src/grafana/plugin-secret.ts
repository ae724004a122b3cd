import { createSecretMatch } from '../secret-match.ts';

/** The header in which Grafana's plugin proxy sends a plugin secret. */
export const SECRET_HEADER = 'x-noderr-secret';

/** What Grafana renders for a secret that is not set. */
const NO_VALUE = '<no value>';

const MIN_SECRET_LENGTH = 16;

export type SecretRight = 'read' | 'admin';

/** `absent` covers the placeholder of an unset secret, so that the page can say which of the two is the case. */
export type SecretVerdict = 'valid' | 'absent' | 'wrong';

/** Secrets of the plugin, the new one first; two are valid at once while they rotate. */
export type PluginSecrets = Readonly<Record<SecretRight, readonly string[]>>;

export type SecretCheck = (right: SecretRight, presented: string | undefined) => SecretVerdict;

/** Throws a RangeError on secrets that nobody should configure. */
export function createSecretCheck(secrets: PluginSecrets): SecretCheck {
  assertFit('read', secrets.read);
  assertFit('admin', secrets.admin);
  const shared = secrets.read.find((secret) => secrets.admin.includes(secret));
  if (shared !== undefined) throw new RangeError('the read secret and the admin secret must differ');

  const matches = { read: createSecretMatch(secrets.read), admin: createSecretMatch(secrets.admin) };
  return (right, presented) => {
    if (presented === undefined || presented === '' || presented === NO_VALUE) return 'absent';
    return matches[right](presented) ? 'valid' : 'wrong';
  };
}

function assertFit(right: SecretRight, secrets: readonly string[]): void {
  if (secrets.length < 1 || secrets.length > 2) throw new RangeError(`expected one or two ${right} secrets`);
  for (const secret of secrets) {
    if (secret === NO_VALUE) throw new RangeError(`${NO_VALUE} is no ${right} secret`);
    if (secret.length < MIN_SECRET_LENGTH) {
      throw new RangeError(`the ${right} secret is shorter than ${MIN_SECRET_LENGTH} characters`);
    }
  }
}
