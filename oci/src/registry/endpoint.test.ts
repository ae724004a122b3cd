import { describe, expect, it } from 'vitest';
import { RegistryEndpoint, registryUrlOf } from './endpoint.ts';

describe('RegistryEndpoint', () => {
  it.each([
    'https://registry.example',
    'https://registry.example:5000/',
    'http://127.0.0.1:5000',
    'http://localhost',
    'http://[::1]:5000',
  ])('accepts %s', (url) => {
    expect(RegistryEndpoint.parse({ url }).url).toBe(new URL(url).origin);
  });

  it.each([
    'http://registry.example',
    'http://127.0.0.1.evil.example',
    'http://10.0.0.1:5000',
    'https://registry.example/v2/',
    'https://user:secret@registry.example',
    'https://registry.example?x=1',
    'ftp://registry.example',
    'registry.example',
  ])('refuses %s', (url) => {
    expect(RegistryEndpoint.safeParse({ url }).success).toBe(false);
  });

  it('refuses unknown settings', () => {
    expect(RegistryEndpoint.safeParse({ url: 'https://r.example', insecure: true }).success).toBe(false);
  });
});

describe('registryUrlOf', () => {
  it('takes plain HTTP on loopback only', () => {
    expect(registryUrlOf('127.0.0.1:5000')).toBe('http://127.0.0.1:5000');
    expect(registryUrlOf('localhost:5000')).toBe('http://localhost:5000');
    expect(registryUrlOf('registry.example')).toBe('https://registry.example');
  });
});
