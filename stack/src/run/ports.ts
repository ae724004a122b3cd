import { createServer } from 'node:net';
import { z } from 'zod';
import { readJson, writeJson } from './atomic-file.ts';

export const PORT_NAMES = [
  'chain',
  'registry',
  'hub',
  'pages',
  'prometheus',
  'alertmanager',
  'ingest',
  'loki',
  'lokiGrpc',
] as const;
export type PortName = (typeof PORT_NAMES)[number];

const Ports = z.record(z.enum(PORT_NAMES), z.int().min(1).max(65_535));
export type Ports = z.infer<typeof Ports>;

const FIRST_BASE = 7700;
const LAST_BASE = 9700;

/** A port that this run uses is taken by somebody else. */
export class PortTakenError extends Error {
  readonly code = 'ports/taken';

  constructor(name: PortName, port: number) {
    super(
      `port ${port} (${name}) is taken by another program: stop that one, or begin anew on other ports with --reset`,
    );
  }
}

/** The ports of a run that was started before. */
export function knownPorts(path: string): Ports | null {
  return readJson(path, Ports);
}

/** The ports of this run: those of its last start, or the first free base. All on 127.0.0.1. */
export async function choosePorts(path: string, base: number | undefined): Promise<Ports> {
  const kept = readJson(path, Ports);
  if (kept) {
    for (const name of PORT_NAMES) {
      if (!(await isFree(kept[name]))) throw new PortTakenError(name, kept[name]);
    }
    return kept;
  }
  for (let candidate = base ?? FIRST_BASE; candidate <= (base ?? LAST_BASE); candidate += 10) {
    const ports = Object.fromEntries(PORT_NAMES.map((name, index) => [name, candidate + index])) as Ports;
    const free = await Promise.all(Object.values(ports).map(isFree));
    if (free.every(Boolean)) {
      writeJson(path, ports);
      return ports;
    }
  }
  throw new Error(
    `no free block of ${PORT_NAMES.length} ports from ${base ?? FIRST_BASE}: name another with --port-base`,
  );
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => {
      resolve(false);
    });
    probe.listen(port, '127.0.0.1', () => {
      probe.close(() => {
        resolve(true);
      });
    });
  });
}
