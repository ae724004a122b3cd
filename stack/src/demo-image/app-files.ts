import { readFileSync } from 'node:fs';
import { type LayerFile } from '@noderr/oci';
import { type DemoRelease } from '../demo-node/behaviour.ts';

const SOURCES = [
  'behaviour.ts',
  'check-data.ts',
  'ledger.ts',
  'mood.ts',
  'order-traffic.ts',
  'server.ts',
  'trading-desk.ts',
] as const;

/** What a demo release adds to the shared layers: the demo node's sources and its `release.json`, a few kilobytes. */
export function appFiles(release: DemoRelease): LayerFile[] {
  return [
    { kind: 'file', path: '/app/package.json', content: '{"type":"module"}\n' },
    { kind: 'file', path: '/app/release.json', content: JSON.stringify(release) },
    ...SOURCES.map((name) => ({
      kind: 'file' as const,
      path: `/app/${name}`,
      content: readFileSync(new URL(`../demo-node/${name}`, import.meta.url)),
    })),
  ];
}
