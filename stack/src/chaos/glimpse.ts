import { join } from 'node:path';
import { z } from 'zod';
import { readJson } from '../run/atomic-file.ts';

/** What a look into an agent's state file is for: where it stands, in which attempt. */
const Glimpse = z.object({
  state: z.object({
    name: z.string(),
    attempt: z.object({ id: z.string(), to: z.int() }).nullish(),
  }),
});
export type Glimpse = z.infer<typeof Glimpse>;

/** Null before the agent's first write. */
export function glimpse(stateDir: string): Glimpse | null {
  return readJson(join(stateDir, 'state.json'), Glimpse);
}
