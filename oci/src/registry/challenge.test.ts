import { describe, expect, it } from 'vitest';
import { parseChallenge } from './challenge.ts';

const realm = 'https://auth.example/token';

describe('parseChallenge', () => {
  it.each([
    [undefined, undefined],
    ['', undefined],
    ['Digest realm="x"', undefined],
    ['Bearer', undefined],
    ['Bearer service="x"', undefined],
    ['Basic', { scheme: 'basic' }],
    ['basic realm="x"', { scheme: 'basic' }],
    [`Bearer realm="${realm}"`, { scheme: 'bearer', realm, service: undefined }],
    [`bearer realm="${realm}",service=reg,scope="a:b:pull,push"`, { scheme: 'bearer', realm, service: 'reg' }],
    [`Basic realm="x", Bearer realm="${realm}"`, { scheme: 'bearer', realm, service: undefined }],
    [`Bearer realm="a\\"b", Basic realm="x"`, { scheme: 'bearer', realm: 'a"b', service: undefined }],
  ])('reads %s', (header, expected) => {
    expect(parseChallenge(header)).toEqual(expected);
  });
});
