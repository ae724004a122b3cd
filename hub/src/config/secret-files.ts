import { readFileSync } from 'node:fs';
import { readPrivateFile } from '@noderr/settings';
import { type HubOptions } from './options.ts';

/** What secret files hold; never logged, never in an answer. */
export interface Secrets {
  readonly read: readonly string[];
  readonly admin: readonly string[];
  readonly scrape: readonly string[];
  readonly alerts: readonly string[];
  /** Authorization headers of the stores; null where they want none. */
  readonly stores: { readonly prometheus: string | null; readonly loki: string | null };
  readonly tls: { readonly cert: Buffer; readonly key: Buffer } | null;
  readonly signer: { readonly keystore: string; readonly password: string } | null;
}

const MIN_SECRET_CHARS = 16;
/** What Grafana renders for a secret that is not set. */
const NO_VALUE = '<no value>';
const AUTHORIZATION = /^(Basic|Bearer) \S+$/;

type SecretOption = 'readSecretFiles' | 'adminSecretFiles' | 'scrapeTokenFiles' | 'alertSecretFiles';

/** Reads all of them; what cannot be used is a fault that names the file and never shows what it holds. */
export function readSecretFiles(values: Partial<HubOptions>): { secrets: Secrets; faults: string[] } {
  const faults: string[] = [];

  function read(name: string, path: string): string {
    const { content, faults: found } = readPrivateFile(name, path);
    faults.push(...found);
    return content;
  }

  /** A certificate is public. */
  function readCertificate(path: string): Buffer {
    try {
      return readFileSync(path);
    } catch {
      faults.push(`tlsCertFile: cannot read ${path}`);
      return Buffer.alloc(0);
    }
  }

  function authorizationOf(name: 'prometheusAuthorizationFile' | 'lokiAuthorizationFile'): string | null {
    const path = values[name];
    if (path === undefined) return null;
    const before = faults.length;
    const header = read(name, path).trim();
    if (faults.length === before && !AUTHORIZATION.test(header)) {
      faults.push(`${name}: ${path} holds no header such as Bearer … or Basic …`);
    }
    return header;
  }

  function secretsOf(name: SecretOption): string[] {
    return (values[name] ?? []).map((path) => {
      const before = faults.length;
      const secret = read(name, path).trim();
      if (faults.length === before && (secret.length < MIN_SECRET_CHARS || secret === NO_VALUE)) {
        faults.push(`${name}: ${path} holds no secret of at least ${MIN_SECRET_CHARS} characters`);
      }
      return secret;
    });
  }

  const { tlsCertFile, tlsKeyFile, signerKeystoreFile, signerPasswordFile } = values;
  const secrets: Secrets = {
    read: secretsOf('readSecretFiles'),
    admin: secretsOf('adminSecretFiles'),
    scrape: secretsOf('scrapeTokenFiles'),
    alerts: secretsOf('alertSecretFiles'),
    stores: {
      prometheus: authorizationOf('prometheusAuthorizationFile'),
      loki: authorizationOf('lokiAuthorizationFile'),
    },
    tls:
      tlsCertFile !== undefined && tlsKeyFile !== undefined
        ? {
            cert: readCertificate(tlsCertFile),
            key: Buffer.from(read('tlsKeyFile', tlsKeyFile)),
          }
        : null,
    signer:
      signerKeystoreFile !== undefined && signerPasswordFile !== undefined
        ? {
            keystore: read('signerKeystoreFile', signerKeystoreFile),
            password: read('signerPasswordFile', signerPasswordFile).replace(/\r?\n$/, ''),
          }
        : null,
  };
  if (secrets.read.some((secret) => secret !== '' && secrets.admin.includes(secret))) {
    faults.push('readSecretFiles, adminSecretFiles: the two secrets must differ');
  }
  const others = [...secrets.read, ...secrets.admin, ...secrets.scrape];
  if (secrets.alerts.some((secret) => secret !== '' && others.includes(secret))) {
    faults.push('alertSecretFiles: the secret must differ from all others');
  }
  return { secrets, faults };
}
