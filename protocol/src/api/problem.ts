import { z } from 'zod';

/** Every error answer of the hub; 5xx carry no detail. */
export const Problem = z.object({
  code: z.string(),
  message: z.string(),
  /** Bad input only: where it is wrong. */
  issues: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
});
export type Problem = z.infer<typeof Problem>;
