import { ServiceName } from '@noderr/protocol';
import { z } from 'zod';

const AbsolutePath = z
  .string()
  .regex(/^(\/[^/\0:]+)+$/, 'expected an absolute path without a trailing slash')
  .refine((path) => !path.split('/').some((part) => part === '.' || part === '..'), 'must not contain . or ..');

const VolumeName = z
  .string()
  .regex(/^[a-zA-Z0-9][a-zA-Z0-9_.-]{1,200}$/, 'expected a volume name or an absolute host path');

/** A mount of a service's data. `backup` mounts go into the backup; `neverRestore` ones hold keys or slashing databases. */
export const TemplateMount = z
  .strictObject({
    /** A named volume, or an absolute host path that `allowedBinds` of the settings lists. */
    source: z.union([AbsolutePath, VolumeName]),
    target: AbsolutePath,
    readOnly: z.boolean().default(false),
    backup: z.boolean().default(false),
    neverRestore: z.boolean().default(false),
  })
  .refine((mount) => !(mount.backup && mount.neverRestore), {
    message: 'a neverRestore mount is never backed up: keys and slashing databases must not go back in time',
    path: ['backup'],
  });
export type TemplateMount = z.infer<typeof TemplateMount>;

export const HealthChecks = z.strictObject({
  http: z
    .array(
      z.strictObject({
        port: z.int().min(1).max(65_535),
        path: z.string().startsWith('/'),
        expectStatus: z.int().default(200),
      }),
    )
    .default([]),
  /** An endpoint that answers JSON with a height that must advance. */
  chainHeight: z
    .strictObject({
      port: z.int(),
      path: z.string().startsWith('/'),
      field: z.string(),
      within: z.int().positive().describe('seconds'),
    })
    .optional(),
  peers: z
    .strictObject({
      port: z.int(),
      path: z.string().startsWith('/'),
      field: z.string(),
      atLeast: z.int().nonnegative(),
    })
    .optional(),
  dataIntegrity: z
    .strictObject({
      command: z.array(z.string()).min(1),
      timeoutMs: z.int().positive().default(30_000),
      intervalS: z.int().nonnegative().default(300).describe('seconds that a pass counts'),
    })
    .optional(),
});
export type HealthChecks = z.infer<typeof HealthChecks>;

/** How the operator of a node wants one service of it to run; the only source of a container's spec. */
export const ServiceTemplate = z.strictObject({
  service: ServiceName,
  /** The canonical name of its container. */
  containerName: z.string().regex(/^[a-zA-Z0-9][a-zA-Z0-9_.-]{1,100}$/),
  environment: z.record(z.string(), z.string()).default({}),
  command: z.array(z.string()).optional(),
  user: z.string().optional(),
  /** `bridge`, `none` or a network that the operator made. */
  network: z
    .string()
    .regex(/^[a-zA-Z0-9][a-zA-Z0-9_.-]*$/, 'expected the name of a network')
    .refine((name) => name !== 'host' && name !== 'container', 'the host’s network is never shared')
    .default('bridge'),
  /** `127.0.0.1:8080:8080/tcp` style. */
  ports: z.array(z.string()).default([]),
  mounts: z
    .array(TemplateMount)
    .refine((list) => new Set(list.map((mount) => mount.target)).size === list.length, 'targets must differ')
    .default([]),
  memoryBytes: z.int().positive().optional(),
  cpus: z.number().positive().optional(),
  readOnlyRootfs: z.boolean().default(false),
  /** `none` drops every Linux capability; `default` keeps Docker's own set. More than that cannot be asked for. */
  capabilities: z.enum(['none', 'default']).default('none'),
  stopTimeoutS: z.int().positive().default(30),
  health: HealthChecks,
  /** Where the service tells its metrics in Prometheus's text format, at its container's own address. */
  metrics: z
    .strictObject({ port: z.int().min(1).max(65_535), path: z.string().startsWith('/').default('/metrics') })
    .optional(),
});
export type ServiceTemplate = z.infer<typeof ServiceTemplate>;
