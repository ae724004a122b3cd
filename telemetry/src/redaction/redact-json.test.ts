import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { redactJson } from './redact-json.ts';
import { SECRETS } from '../testing/secrets-fixture.ts';

const secret = fc.constantFrom(...Object.values(SECRETS));
const padding = fc.string({ unit: 'grapheme', maxLength: 40 });

/** JSON of any shape that holds the given text somewhere: as a value, an element or a name. */
function jsonAround(text: string): fc.Arbitrary<unknown> {
  const { node } = fc.letrec<{ node: unknown }>((tie) => ({
    node: fc.oneof(
      { maxDepth: 4 },
      fc.constant(text),
      fc.tuple(fc.jsonValue(), tie('node')),
      fc.record({ [text]: fc.jsonValue() }),
      fc.tuple(padding, tie('node'), fc.jsonValue()).map(([name, inner, other]) => ({ other, [name]: inner })),
      tie('node').map((inner) => ({ message: JSON.stringify(inner) })),
    ),
  }));
  return node;
}

describe('redactJson', () => {
  it('lets no secret through, at any depth, in names, values, and inside strings', () => {
    const around = fc
      .tuple(secret, padding, padding)
      .chain(([kind, before, after]) =>
        fc.tuple(fc.constant(kind.secret), jsonAround(`${before} ${kind.text} ${after}`)),
      );
    fc.assert(
      fc.property(around, ([hidden, value]) => {
        expect(redactJson(JSON.stringify(value))).not.toContain(hidden);
      }),
      { numRuns: 500 },
    );
  });

  it('takes out whatever a secret name holds', () => {
    const name = fc.constantFrom(
      'password',
      'API_KEY',
      'joinToken',
      'set-cookie',
      'x-noderr-secret',
      'seed',
      'Mnemonic',
    );
    fc.assert(
      fc.property(name, fc.array(fc.oneof(fc.constant('hunter2'), fc.nat())), (field, value) => {
        const clean = redactJson(JSON.stringify({ a: [{ [field]: { deep: value } }] }));
        expect(clean).toBe(JSON.stringify({ a: [{ [field]: '[redacted]' }] }));
      }),
    );
  });

  it('is valid JSON again, the same where there is no secret', () => {
    const harmless = fc.jsonValue({ stringUnit: fc.constantFrom('a', 'é', '"', '\\', '\n', '💡', ' ') });
    fc.assert(
      fc.property(harmless, (value) => {
        expect(redactJson(JSON.stringify({ value }))).toBe(JSON.stringify({ value }));
      }),
    );
  });

  it('keeps whole numbers exact', () => {
    expect(redactJson('{"wei":1234567890123456789012}')).toBe('{"wei":1234567890123456789012}');
  });

  it('keeps 32 bytes whose name says that they are public', () => {
    const hash = `0x${'ab'.repeat(32)}`;
    expect(redactJson(JSON.stringify({ txHash: hash, nodeId: hash }))).toContain(hash);
    expect(redactJson(JSON.stringify({ value: hash }))).not.toContain(hash);
  });

  it('takes the private part out of a JWK, and a phrase that is a list', () => {
    const jwk = { kty: 'OKP', crv: 'Ed25519', x: 'public', d: 'hunter2' };
    expect(JSON.parse(redactJson(JSON.stringify({ jwk })))).toEqual({ jwk: { ...jwk, d: '[redacted]' } });
    const words = SECRETS['a seed phrase']?.text.split(' ');
    expect(redactJson(JSON.stringify({ words }))).toBe('{"words":"[redacted]"}');
  });

  it('redacts what is no JSON as text', () => {
    expect(redactJson('{"password":"hunter2')).not.toContain('hunter2');
  });
});
