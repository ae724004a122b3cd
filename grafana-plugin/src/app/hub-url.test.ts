import { describe, expect, it } from 'vitest';
import { parseHubUrl } from './hub-url.ts';

describe('parseHubUrl', () => {
  it('takes http and https without a trailing slash', () => {
    expect(parseHubUrl(' https://hub.example.org/ ')).toBe('https://hub.example.org');
    expect(parseHubUrl('http://127.0.0.1:8080')).toBe('http://127.0.0.1:8080');
  });

  it.each(['', 'hub.example.org', 'ftp://hub', 'https://user:pass@hub', 'https://hub/?a=b', 'javascript:alert(1)'])(
    'refuses %s',
    (text) => {
      expect(parseHubUrl(text)).toBeNull();
    },
  );
});
