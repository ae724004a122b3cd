import { z } from 'zod';
import { FailureCode } from './failure-code.ts';
import { ServiceName } from './release.ts';

/** Standing health of one service of a node: the checks that also judge an update, run all the time. */
export const ServiceHealth = z.object({
  service: ServiceName,
  healthy: z.boolean(),
  /** The first check that is red, null when healthy. */
  code: FailureCode.nullable(),
});
export type ServiceHealth = z.infer<typeof ServiceHealth>;
