import { describe, expect, it } from 'vitest';
import { isLocalHostHeader, isLoopbackAddress } from './loopback-address.ts';

describe('loopback addresses', () => {
  it.each(['127.0.0.1', '127.255.0.3', '::1'])('%s is one', (host) => {
    expect(isLoopbackAddress(host)).toBe(true);
  });

  it.each(['0.0.0.0', '::', '10.0.0.1', 'localhost', '127.0.0.1.evil.example', '127.1', '::ffff:127.0.0.1', ''])(
    '%j is none',
    (host) => {
      expect(isLoopbackAddress(host)).toBe(false);
    },
  );

  it.each(['127.0.0.1:9464', '[::1]:9464', 'localhost', 'localhost:80'])('a Host header %s is local', (header) => {
    expect(isLocalHostHeader(header)).toBe(true);
  });

  it.each([undefined, '', 'evil.example', 'evil.example:9464', '[::2]:1', '127.0.0.1:x'])(
    'a Host header %j is foreign',
    (header) => {
      expect(isLocalHostHeader(header)).toBe(false);
    },
  );
});
