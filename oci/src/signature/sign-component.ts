import { sign } from 'node:crypto';
import { releaseStatement, STATEMENT_PAYLOAD_TYPE } from '@noderr/protocol';
import { bundleToJSON, toDSSEBundle } from '@sigstore/bundle';
import { type Expectation } from './expectation.ts';
import { type SigningKey } from './signing-key.ts';

/** Signs one component of a release: the bytes of a sigstore bundle v0.3, as `cosign sign --key` makes them. */
export function signComponent(subject: Expectation, key: SigningKey): Buffer {
  return signPayload(
    Buffer.from(JSON.stringify(releaseStatement(subject.sha256, subject.annotations))),
    STATEMENT_PAYLOAD_TYPE,
    key,
  );
}

/** A DSSE envelope over any payload in a bundle; releases are signed through `signComponent`. */
export function signPayload(payload: Buffer, payloadType: string, key: SigningKey): Buffer {
  const signature = sign(
    key.privateKey.asymmetricKeyType === 'ed25519' ? null : 'sha256',
    preAuthEncoding(payloadType, payload),
    key.privateKey,
  );
  const bundle = toDSSEBundle({ artifact: payload, artifactType: payloadType, signature, keyHint: key.hint });
  return Buffer.from(JSON.stringify(bundleToJSON(bundle)));
}

/** What DSSE signs: type and payload with their lengths, so that neither can be taken for the other. */
function preAuthEncoding(payloadType: string, payload: Buffer): Buffer {
  const type = Buffer.from(payloadType);
  return Buffer.concat([
    Buffer.from(`DSSEv1 ${type.byteLength} `),
    type,
    Buffer.from(` ${payload.byteLength} `),
    payload,
  ]);
}
