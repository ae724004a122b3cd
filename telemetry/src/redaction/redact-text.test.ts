import { wordlists } from 'ethers';
import { describe, expect, it } from 'vitest';
import { BIP39_WORDS } from './bip39-words.ts';
import { MAX_TEXT, redactText } from './redact-text.ts';
import { SECRETS } from '../testing/secrets-fixture.ts';

describe('redactText', () => {
  it.each(Object.entries(SECRETS))('takes out %s', (_kind, { text, secret }) => {
    const clean = redactText(`log: ${text} after`);
    expect(clean).not.toContain(secret);
    expect(clean).toContain('[redacted]');
    expect(clean).toMatch(/^log: /);
  });

  it.each([
    'GET https://registry.example:5000/v2/noderr/manifests/1.2.0?page=2 took 12 ms',
    'file:///srv/node_modules/@prometheus-io/client/lib/counter.js:61:9',
    'mail to ops@example.org',
    `sha256:${'ab'.repeat(32)} was pulled`,
    'the agent could not read its state from the disk and waits until the next tick of the clock',
    '0x52908400098527886E0F7030069857D2E4169EE7',
  ])('leaves alone: %s', (text) => {
    expect(redactText(text)).toBe(text);
  });

  it('keeps the host of a URL whose user info it takes out', () => {
    expect(redactText('postgres://hub:p@ss/w:rd@db.example:5432/hub')).toBe(
      'postgres://[redacted]@db.example:5432/hub',
    );
  });

  it('takes out the user info of a URL whatever its scheme', () => {
    for (const scheme of ['HTTPS', 'x'.repeat(40), 'coap+tcp', '7z', '']) {
      expect(redactText(`at ${scheme}://me:hunter2@host/`)).toBe(`at ${scheme}://[redacted]@host/`);
    }
  });

  it('takes out a PEM key that has no end, and one with headers', () => {
    expect(redactText('x -----BEGIN EC PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\n\nMHcCAQEE')).toBe('x [redacted]');
  });

  it('bounds what it keeps', () => {
    expect(redactText('é'.repeat(1_000_000))).toHaveLength(MAX_TEXT + 1);
  });

  it('knows the words of BIP-39', () => {
    const words = wordlists['en'];
    expect([...BIP39_WORDS]).toEqual(Array.from({ length: 2048 }, (_, at) => words?.getWord(at)));
  });
});
