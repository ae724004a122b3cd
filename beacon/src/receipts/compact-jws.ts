import { type KeyObject, verify } from 'node:crypto';

/** A compact JWS taken apart; nothing in it is believed yet. */
export interface CompactJws {
  readonly header: unknown;
  readonly payload: unknown;
  /** What the signature was made over. */
  readonly signed: string;
  readonly signature: Buffer;
}

const BASE64URL = /^[\w-]+$/;

/** Undefined unless it is three parts of base64url with JSON in the first two. */
export function parseCompactJws(text: string): CompactJws | undefined {
  const [header, payload, signature, more] = text.split('.');
  if (header === undefined || payload === undefined || signature === undefined || more !== undefined) return undefined;
  if (![header, payload, signature].every((part) => BASE64URL.test(part))) return undefined;
  try {
    return {
      header: jsonOf(header),
      payload: jsonOf(payload),
      signed: `${header}.${payload}`,
      signature: Buffer.from(signature, 'base64url'),
    };
  } catch {
    // Fails closed: what cannot be read is no signature.
    return undefined;
  }
}

/** Whether the Ed25519 signature is the key's own. */
export function isSignedBy(jws: CompactJws, key: KeyObject): boolean {
  return jws.signature.length === 64 && verify(null, Buffer.from(jws.signed, 'latin1'), key, jws.signature);
}

function jsonOf(part: string): unknown {
  return JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));
}
