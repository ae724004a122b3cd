import { describe, expect, it } from 'vitest';
import { allowedRealm, allowedRedirect } from './allowed-hop.ts';

const from = new URL('https://registry.example/v2/a/blobs/x');
const policy = { origin: 'https://registry.example', otherHosts: ['cdn.example', '127.0.0.1:5001'] };

describe('allowedRedirect', () => {
  it.each(['/elsewhere', 'https://registry.example/y', 'https://cdn.example/y?sig=1', 'http://127.0.0.1:5001/y'])(
    'allows %s',
    (location) => {
      expect(allowedRedirect(location, from, policy)).toEqual({ ok: true, url: new URL(location, from) });
    },
  );

  it.each([
    undefined,
    'http://',
    'http://registry.example/y',
    'https://registry.example:444/y',
    'http://cdn.example/y',
    'ftp://cdn.example/y',
    'https://cdn.example.evil/y',
    'https://evil/y',
    'https://u:p@cdn.example/y',
    'https://u@registry.example/y',
    'file:///etc/passwd',
  ])('refuses %s', (location) => {
    expect(allowedRedirect(location, from, policy)).toMatchObject({ ok: false });
  });
});

describe('allowedRealm', () => {
  it('wants a whole URL on an allowed host', () => {
    expect(allowedRealm('https://cdn.example/token', policy)).toMatchObject({ ok: true });
    expect(allowedRealm('/token', policy)).toMatchObject({ ok: false });
    expect(allowedRealm('https://evil/token', policy)).toMatchObject({ ok: false });
  });
});
