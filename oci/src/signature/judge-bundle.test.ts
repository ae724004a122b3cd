import { createPrivateKey, sign } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { releaseStatement, STATEMENT_PAYLOAD_TYPE, Version } from '@noderr/protocol';
import { z } from 'zod';
import { digestOf } from '../digest.ts';
import { policyOf, releaseOf } from '../testing/signed-release.ts';
import { signComponent, signPayload } from './sign-component.ts';
import { generateSigningKey, type SigningKey } from './signing-key.ts';
import { judgeBundle, sumUp, type Verdict } from './judge-bundle.ts';

const alice = generateSigningKey('ecdsa-p256');
const bob = generateSigningKey('ed25519');
const mallory = generateSigningKey('ecdsa-p256');
const { expected } = releaseOf(digestOf(Buffer.from('the image')));
const { sha256, annotations } = expected;
const policy = policyOf(1, alice, bob);

const LooseBundle = z.looseObject({
  verificationMaterial: z.looseObject({}),
  dsseEnvelope: z.looseObject({ payload: z.string(), signatures: z.array(z.looseObject({ sig: z.string() })) }),
});

/** An honest bundle of alice's, changed by hand. */
function tampered(change: (bundle: z.infer<typeof LooseBundle>) => void): Buffer {
  const bundle = LooseBundle.parse(JSON.parse(signComponent(expected, alice).toString()));
  change(bundle);
  return Buffer.from(JSON.stringify(bundle));
}

/** Any statement, properly signed by alice. */
function signedStatement(statement: object, payloadType = STATEMENT_PAYLOAD_TYPE, key: SigningKey = alice): Buffer {
  return signPayload(Buffer.from(JSON.stringify(statement)), payloadType, key);
}

function judged(bundles: readonly Uint8Array[], over = policy): Verdict {
  return sumUp(
    bundles.map((bundle) => judgeBundle(bundle, expected, over)),
    over,
  );
}

function codeOf(...bundles: readonly Uint8Array[]): string {
  const verdict = judged(bundles);
  return verdict.ok ? 'ok' : verdict.code;
}

describe('bundles', () => {
  it('accepts a signature of a pinned ECDSA key', () => {
    expect(judged([signComponent(expected, alice)])).toEqual({
      ok: true,
      signers: [alice.hint],
    });
  });

  it('accepts a signature of a pinned Ed25519 key', () => {
    expect(judged([signComponent(expected, bob)])).toEqual({ ok: true, signers: [bob.hint] });
  });

  it('needs as many distinct signers as the threshold says', () => {
    const both = [signComponent(expected, alice), signComponent(expected, bob)];
    expect(judged(both, policyOf(2, alice, bob))).toEqual({
      ok: true,
      signers: [alice.hint, bob.hint],
    });
    expect(judged(both.slice(0, 1), policyOf(2, alice, bob))).toMatchObject({
      ok: false,
      code: 'signature/missing',
      reason: '1 of 2 needed signers found',
    });
  });

  it('counts the same signer once, however often and differently he signed', () => {
    const twice = [signComponent(expected, alice), signComponent(expected, alice)];
    expect(twice[0]).not.toEqual(twice[1]);
    expect(judged(twice, policyOf(2, alice, bob))).toMatchObject({
      ok: false,
      code: 'signature/missing',
    });
  });

  it('refuses an image without any signature', () => {
    expect(codeOf()).toBe('signature/missing');
  });

  it('refuses a signature of an unknown key', () => {
    expect(codeOf(signComponent(expected, mallory))).toBe('signature/untrusted');
  });

  it('refuses a signature of an unknown key that claims to be of a pinned one', () => {
    expect(codeOf(signComponent(expected, { ...mallory, hint: alice.hint }))).toBe('signature/untrusted');
  });

  it('refuses a valid signature for another digest', () => {
    const other = { ...expected, sha256: 'ff'.repeat(32) };
    expect(codeOf(signComponent(other, alice))).toBe('signature/wrong-subject');
  });

  it('refuses an envelope with a flipped bit in its payload', () => {
    const bytes = tampered(({ dsseEnvelope }) => {
      const payload = Buffer.from(dsseEnvelope.payload, 'base64');
      payload.writeUInt8(payload.readUInt8(40) ^ 1, 40);
      dsseEnvelope.payload = payload.toString('base64');
    });
    expect(codeOf(bytes)).toBe('signature/untrusted');
  });

  it('refuses an envelope with a flipped bit in its signature', () => {
    const bytes = tampered(({ dsseEnvelope: { signatures } }) => {
      for (const signature of signatures) {
        const raw = Buffer.from(signature.sig, 'base64');
        raw.writeUInt8(raw.readUInt8(raw.length - 1) ^ 1, raw.length - 1);
        signature.sig = raw.toString('base64');
      }
    });
    expect(codeOf(bytes)).toBe('signature/untrusted');
  });

  it('refuses an envelope whose payload type was swapped after signing', () => {
    const bytes = tampered((bundle) => {
      bundle.dsseEnvelope['payloadType'] = 'application/json';
    });
    expect(codeOf(bytes)).toBe('signature/untrusted');
  });

  it('refuses a statement that was signed under another payload type', () => {
    const bytes = signedStatement(releaseStatement(sha256, annotations), 'application/json');
    expect(codeOf(bytes)).toBe('signature/wrong-statement');
  });

  it.each([
    ['statement type', { _type: 'https://in-toto.io/Statement/v0.1' }],
    ['predicate type', { predicateType: 'https://slsa.dev/provenance/v1' }],
    ['predicate', { predicate: { builder: 'x' } }],
  ])('refuses a signed statement with another %s', (_name, other) => {
    expect(codeOf(signedStatement({ ...releaseStatement(sha256, annotations), ...other }))).toBe(
      'signature/wrong-statement',
    );
  });

  it.each([
    ['tier', 'GUARDIAN'],
    ['service', 'other'],
    ['chainId', '1'],
    ['beacon', `0x${'00'.repeat(20)}`],
  ])('refuses a signature for another %s', (name, value) => {
    const statement = {
      ...releaseStatement(sha256, annotations),
      subject: [{ digest: { sha256 }, annotations: { ...annotations, [name]: value } }],
    };
    expect(codeOf(signedStatement(statement))).toBe('signature/wrong-statement');
  });

  it('refuses an old signed image that is announced under a new version', () => {
    const old = signComponent({ sha256, annotations: { ...annotations, version: Version.parse('1.0.0') } }, alice);
    expect(judged([old])).toMatchObject({
      code: 'signature/wrong-version',
      reason: expect.stringContaining('signed for version 1.0.0, not 1.2.3') as string,
    });
  });

  it('refuses an envelope with two signatures', () => {
    const bytes = tampered(({ dsseEnvelope: { signatures } }) => {
      signatures.push(...signatures);
    });
    expect(codeOf(bytes)).toBe('signature/malformed');
  });

  it('refuses an envelope without a signature', () => {
    const bytes = tampered(({ dsseEnvelope }) => {
      dsseEnvelope.signatures = [];
    });
    expect(codeOf(bytes)).toBe('signature/malformed');
  });

  it('refuses a certificate bundle where keys are pinned, even one whose certificate holds a pinned key', () => {
    const bytes = tampered((bundle) => {
      bundle.verificationMaterial = { certificate: { rawBytes: Buffer.from('certificate').toString('base64') } };
    });
    expect(codeOf(bytes)).toBe('signature/untrusted');
  });

  it('refuses a bundle of another version', () => {
    const bytes = tampered((bundle) => {
      bundle['mediaType'] = 'application/vnd.dev.sigstore.bundle+json;version=0.2';
    });
    expect(codeOf(bytes)).toBe('signature/malformed');
  });

  it('refuses a bundle that signs a bare digest instead of a statement', () => {
    const { verificationMaterial, mediaType } = LooseBundle.parse(
      JSON.parse(signComponent(expected, alice).toString()),
    );
    const digest = Buffer.from(sha256, 'hex');
    const signature = sign(
      'sha256',
      digest,
      createPrivateKey(alice.privateKey.export({ format: 'pem', type: 'pkcs8' })),
    );
    const messageSignature = {
      messageDigest: { algorithm: 'SHA2_256', digest: digest.toString('base64') },
      signature: signature.toString('base64'),
    };
    const bytes = Buffer.from(JSON.stringify({ mediaType, verificationMaterial, messageSignature }));
    expect(codeOf(bytes)).toBe('signature/malformed');
  });

  it('refuses a bundle that carries a message signature beside its envelope', () => {
    const bytes = tampered((bundle) => {
      bundle['messageSignature'] = { messageDigest: { algorithm: 'SHA2_256', digest: 'AAAA' }, signature: 'AAAA' };
    });
    expect(codeOf(bytes)).toBe('signature/malformed');
  });

  it.each([
    ['no JSON', Buffer.from('{')],
    ['not UTF-8', Buffer.from([0x22, 0xff, 0x22])],
    ['null', Buffer.from('null')],
    ['nothing', Buffer.alloc(0)],
  ])('refuses bytes that are %s', (_name, bytes) => {
    expect(codeOf(bytes)).toBe('signature/malformed');
  });

  it('does not need, and does not trust, log entries and timestamps beside a pinned key', () => {
    const bytes = tampered(({ verificationMaterial }) => {
      verificationMaterial['timestampVerificationData'] = { rfc3161Timestamps: [{ signedTimestamp: 'AAAA' }] };
      verificationMaterial['tlogEntries'] = [
        {
          logIndex: '1',
          logId: { keyId: 'AAAA' },
          kindVersion: { kind: 'dsse', version: '0.0.1' },
          integratedTime: '1',
          inclusionProof: { logIndex: '1', rootHash: 'AAAA', treeSize: '2', hashes: [], checkpoint: { envelope: 'x' } },
          canonicalizedBody: 'AAAA',
        },
      ];
    });
    expect(codeOf(bytes)).toBe('ok');
  });

  it('finds the good signature among bad ones', () => {
    const noise = [
      Buffer.from('{}'),
      signComponent(expected, mallory),
      signComponent({ ...expected, sha256: 'ff'.repeat(32) }, bob),
    ];
    expect(codeOf(...noise, signComponent(expected, alice))).toBe('ok');
  });

  it('reports what a pinned signer said before what strangers left', () => {
    const wrong = signComponent({ ...expected, sha256: 'ff'.repeat(32) }, bob);
    expect(codeOf(Buffer.from('{}'), signComponent(expected, mallory), wrong)).toBe('signature/wrong-subject');
    expect(codeOf(Buffer.from('{}'), signComponent(expected, mallory))).toBe('signature/untrusted');
  });
});

describe('sumUp', () => {
  it('lets a signature that could not be fetched weigh more than noise, so that it is tried again', () => {
    const unreachable = { ok: false, code: 'registry/unreachable', reason: 'down' } as const;
    const junk = { ok: false, code: 'signature/malformed', reason: 'junk' } as const;
    expect(sumUp([junk, unreachable], policy)).toMatchObject({ ok: false, code: 'registry/unreachable' });
  });
});
