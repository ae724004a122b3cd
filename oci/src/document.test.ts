import { describe, expect, it } from 'vitest';
import { parseDocument, parseIndex, parseManifest } from './document.ts';
import { OCI_INDEX, OCI_MANIFEST } from './media-type.ts';

const blob = { mediaType: 'x', digest: `sha256:${'a'.repeat(64)}`, size: 1 };
const manifest = { schemaVersion: 2, mediaType: OCI_MANIFEST, config: blob, layers: [blob] };
const index = { schemaVersion: 2, mediaType: OCI_INDEX, manifests: [blob] };

function bytes(json: unknown): Buffer {
  return Buffer.from(JSON.stringify(json));
}

describe('parseDocument', () => {
  it('tells an index from a manifest by the body, with or without a media type', () => {
    expect(parseDocument(bytes(index), 'x').kind).toBe('index');
    expect(parseDocument(bytes(manifest), 'x').kind).toBe('manifest');
    expect(parseDocument(bytes({ ...index, mediaType: undefined }), 'x').kind).toBe('index');
    expect(parseDocument(bytes({ ...manifest, mediaType: undefined }), 'x').kind).toBe('manifest');
  });

  it.each([
    ['both an index and a manifest', { ...index, ...manifest }],
    ['neither', { schemaVersion: 2 }],
    ['an index that says it is a manifest', { ...index, mediaType: OCI_MANIFEST }],
    ['a manifest that says it is an index', { ...manifest, mediaType: OCI_INDEX }],
    ['of schema 1', { ...manifest, schemaVersion: 1 }],
    ['with another kind of digest', { ...manifest, config: { ...blob, digest: `sha512:${'a'.repeat(128)}` } }],
    ['with an upper-case digest', { ...manifest, config: { ...blob, digest: `sha256:${'A'.repeat(64)}` } }],
    ['with a negative size', { ...manifest, layers: [{ ...blob, size: -1 }] }],
    ['with a broken size', { ...manifest, layers: [{ ...blob, size: 1.5 }] }],
    ['a list', [manifest]],
    ['null', null],
  ])('refuses what is %s', (_name, json) => {
    expect(() => parseDocument(bytes(json), 'x')).toThrow(
      expect.objectContaining({ code: 'content/malformed' }) as Error,
    );
  });

  it('refuses what is no JSON and what is no UTF-8', () => {
    expect(() => parseDocument(Buffer.from('{'), 'x')).toThrow('is not JSON');
    expect(() => parseDocument(Buffer.from([0x22, 0xff, 0x22]), 'x')).toThrow('is not JSON');
  });
});

describe('parseIndex and parseManifest', () => {
  it('refuse the other kind', () => {
    expect(() => parseIndex(bytes(manifest), 'x')).toThrow('an index was expected');
    expect(() => parseManifest(bytes(index), 'x')).toThrow('an image manifest was expected');
  });
});
