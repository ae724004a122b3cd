import { type Discards, type Memory } from '../durable/memory.ts';

/** Marks things as no longer needed; what is still in use by a recorded set is taken out again when clearing. */
export function discarding<T extends Memory>(memory: T, more: Partial<Discards>): T {
  const { discards } = memory;
  return {
    ...memory,
    discards: {
      containers: union(discards.containers, more.containers ?? []),
      volumes: union(discards.volumes, more.volumes ?? []),
      images: [...discards.images, ...(more.images ?? [])],
      backups: union(discards.backups, more.backups ?? []),
    },
  };
}

function union<T>(a: readonly T[], b: readonly T[]): T[] {
  return [...new Set([...a, ...b])];
}
