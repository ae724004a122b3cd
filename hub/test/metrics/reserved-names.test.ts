import { expect, it } from 'vitest';
import { RESERVED_PREFIXES } from '../../src/ingest/reserved-names.ts';
import { exampleExposition } from '../../src/testing/example-exposition.ts';

it('what alert rules ask of the hub rests on names that no node may push', async () => {
  const text = await exampleExposition();
  const ours = [...text.matchAll(/^# TYPE (noderr_\S+) /gm)].flatMap(([, name]) => name ?? []);
  expect(ours.length).toBeGreaterThan(10);
  expect(ours.filter((name) => !RESERVED_PREFIXES.some((prefix) => name.startsWith(prefix)))).toEqual([]);
});
