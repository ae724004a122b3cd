import { z } from 'zod';
import { readJson, writeJson } from '../run/atomic-file.ts';
import { type FleetNode } from '../fleet/fleet-node.ts';
import { type Stack } from '../stack.ts';

/** Makes a node's agent ship its telemetry to another address from now on, such as a gate's. */
export async function leadThrough(stack: Stack, node: FleetNode, ingestUrl: string): Promise<void> {
  const settings = readJson(node.settingsFile, z.record(z.string(), z.unknown()));
  writeJson(node.settingsFile, { ...settings, ingestUrl });
  await stack.agents.get(node.name)?.stop();
  await stack.startAgent(node);
}
