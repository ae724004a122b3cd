import { Hex32 } from '@noderr/protocol';
import { describe, expect, it } from 'vitest';
import { type BackupSource } from '../../attempt/backup-store.ts';
import { ServiceTemplate } from '../../template/service-template.ts';
import { mountsToBackUp } from './backup-mounts.ts';

const image = { host: 'localhost', repository: 'noderr/node', digest: Hex32.parse(`0x${'a'.repeat(64)}`) };

function source(service: string, mounts: object[], volumes: Record<string, string> = {}): BackupSource {
  const template = ServiceTemplate.parse({ service, containerName: service, mounts, health: {} });
  return { service, containerId: `id-${service}`, template, image, volumes: new Map(Object.entries(volumes)) };
}

describe('the mounts of a backup', () => {
  it('are those that are marked, of every service', () => {
    const mounts = mountsToBackUp([
      source('node', [
        { source: 'data', target: '/data', backup: true },
        { source: 'cache', target: '/cache' },
        { source: 'keys', target: '/keys', neverRestore: true },
      ]),
      source('db', [{ source: 'rows', target: '/rows', backup: true }]),
    ]);
    expect(mounts.map(({ service, mountPath }) => `${service}:${mountPath}`)).toEqual(['node:/data', 'db:/rows']);
  });

  const keys = { source: 'keys', target: '/keys', neverRestore: true };
  it.each([
    [
      'below the backup mount',
      [
        source('node', [
          { source: 'data', target: '/data', backup: true },
          { ...keys, target: '/data/keys' },
        ]),
      ],
    ],
    [
      'by the same volume in another service',
      [source('node', [keys]), source('db', [{ source: 'keys', target: '/copy', backup: true }])],
    ],
    [
      'by a host path around it',
      [
        source('node', [
          { source: '/srv/node', target: '/data', backup: true },
          { ...keys, source: '/srv/node/keys' },
        ]),
      ],
    ],
    [
      'by a volume that stands in for its own',
      [source('node', [keys]), source('db', [{ source: 'own', target: '/own', backup: true }], { '/own': 'keys' })],
    ],
  ])('never show a neverRestore mount %s', (_title, sources) => {
    expect(() => mountsToBackUp(sources)).toThrow(/neverRestore/);
  });

  it('may lie beside keys whose names only begin alike', () => {
    const mounts = [
      { source: 'data', target: '/data', backup: true },
      { source: 'data-keys', target: '/data-keys', neverRestore: true },
    ];
    expect(mountsToBackUp([source('node', mounts)])).toHaveLength(1);
  });

  it('are asserted again where a template came around the schema', () => {
    const honest = source('node', [{ source: 'data', target: '/data', backup: true }]);
    const mounts = honest.template.mounts.map((mount) => ({ ...mount, neverRestore: true }));
    expect(() => mountsToBackUp([{ ...honest, template: { ...honest.template, mounts } }])).toThrow(/neverRestore/);
  });
});
