import { z } from 'zod';
import { OciDigest } from '../digest.ts';

const Strings = z.array(z.string()).nullish();

/** How an image wants to be run; null and absent mean the same in the wild. */
export const ImageConfig = z.object({
  os: z.string(),
  architecture: z.string(),
  variant: z.string().optional(),
  config: z
    .object({
      Entrypoint: Strings,
      Cmd: Strings,
      Env: Strings,
      User: z.string().nullish(),
      WorkingDir: z.string().nullish(),
      ExposedPorts: z.record(z.string(), z.unknown()).nullish(),
      Volumes: z.record(z.string(), z.unknown()).nullish(),
      Labels: z.record(z.string(), z.string()).nullish(),
      StopSignal: z.string().nullish(),
    })
    .nullish()
    .transform((config) => ({
      entrypoint: config?.Entrypoint ?? [],
      cmd: config?.Cmd ?? [],
      env: config?.Env ?? [],
      user: config?.User ?? '',
      workingDir: config?.WorkingDir ?? '',
      /** As written, such as `9100/tcp`. */
      exposedPorts: Object.keys(config?.ExposedPorts ?? {}),
      volumes: Object.keys(config?.Volumes ?? {}),
      labels: config?.Labels ?? {},
      stopSignal: config?.StopSignal ?? 'SIGTERM',
    })),
  /** Digests of the layers once unpacked, lowest first. */
  rootfs: z.object({ type: z.literal('layers'), diff_ids: z.array(OciDigest) }),
});
export type ImageConfig = z.infer<typeof ImageConfig>;
