import { z } from 'zod';

const nullable = <T extends z.ZodType>(schema: T) => schema.nullish().transform((value) => value ?? null);
const texts = z
  .array(z.string())
  .nullish()
  .transform((value) => value ?? []);
const map = z
  .record(z.string(), z.string())
  .nullish()
  .transform((value) => value ?? {});
const keys = z
  .record(z.string(), z.unknown())
  .nullish()
  .transform((value) => Object.keys(value ?? {}));
const text = z
  .string()
  .nullish()
  .transform((value) => value ?? '');
const amount = z
  .number()
  .nullish()
  .transform((value) => value ?? 0);
const flag = z
  .boolean()
  .nullish()
  .transform((value) => value ?? false);
const anything = z
  .array(z.unknown())
  .nullish()
  .transform((value) => value ?? []);

const PortBinding = z.object({ HostIp: text, HostPort: text });

const HostConfig = z.object({
  Privileged: flag,
  CapAdd: texts,
  CapDrop: texts,
  SecurityOpt: texts,
  NetworkMode: text,
  PidMode: text,
  IpcMode: text,
  UTSMode: text,
  UsernsMode: text,
  CgroupParent: text,
  Runtime: text,
  Devices: anything,
  DeviceRequests: anything,
  DeviceCgroupRules: texts,
  VolumesFrom: texts,
  Binds: texts,
  GroupAdd: texts,
  Sysctls: map,
  Tmpfs: map,
  PublishAllPorts: flag,
  AutoRemove: flag,
  OomKillDisable: flag,
  ReadonlyRootfs: flag,
  Memory: amount,
  NanoCpus: amount,
  RestartPolicy: z.object({ Name: text }).default({ Name: '' }),
  LogConfig: z.object({ Type: text, Config: map }).default({ Type: '', Config: {} }),
  PortBindings: z
    .record(z.string(), z.array(PortBinding).nullable())
    .nullish()
    .transform((value) => value ?? {}),
});
export type HostConfig = z.infer<typeof HostConfig>;

/** What we ask dockerd for, in the same shape as it tells it back. */
export const AskedHostConfig = HostConfig.extend({
  Mounts: z
    .array(z.object({ Type: z.string(), Source: text, Target: z.string(), ReadOnly: flag }))
    .nullish()
    .transform((value) => value ?? []),
});

/** The part of `GET /containers/{id}/json` that we use. */
export const ContainerInspect = z.object({
  Id: z.string(),
  Name: z.string(),
  Image: z.string(),
  RestartCount: amount,
  State: z.object({
    Status: z.enum(['created', 'running', 'paused', 'restarting', 'removing', 'exited', 'dead']),
    Running: z.boolean(),
    ExitCode: amount,
    StartedAt: text,
    Error: text,
  }),
  Config: z.object({
    Image: text,
    User: text,
    Env: texts,
    Cmd: nullable(z.array(z.string())),
    Entrypoint: nullable(z.union([z.array(z.string()), z.string()])),
    Labels: map,
    Tty: flag,
    StopTimeout: nullable(z.number()),
  }),
  HostConfig,
  Mounts: z
    .array(
      z.object({
        Type: z.string(),
        Name: z.string().optional(),
        Source: text,
        Destination: z.string(),
        RW: z.boolean(),
      }),
    )
    .nullish()
    .transform((value) => value ?? []),
  NetworkSettings: z.object({
    Networks: z
      .record(z.string(), z.object({ IPAddress: text, GlobalIPv6Address: text }))
      .nullish()
      .transform((value) => value ?? {}),
  }),
});
export type ContainerInspect = z.infer<typeof ContainerInspect>;

/** The part of `GET /images/{name}/json` that we use. */
export const ImageInspect = z.object({
  Id: z.string(),
  RepoTags: texts,
  RepoDigests: texts,
  Architecture: text,
  Os: text,
  Config: z
    .object({
      Labels: map,
      Volumes: keys,
      User: text,
      Env: texts,
      Cmd: nullable(z.array(z.string())),
      Entrypoint: nullable(z.union([z.array(z.string()), z.string()])),
    })
    .nullish()
    .transform((value) => value ?? { Labels: {}, Volumes: [], User: '', Env: [], Cmd: null, Entrypoint: null }),
});
export type ImageInspect = z.infer<typeof ImageInspect>;

export const ImageList = z.array(z.object({ Id: z.string(), RepoDigests: texts, RepoTags: texts }));

export const ContainerList = z.array(z.object({ Id: z.string(), Names: texts }));

export const DaemonVersion = z.object({
  ApiVersion: z.string().regex(/^\d+\.\d+$/),
  MinAPIVersion: z
    .string()
    .regex(/^\d+\.\d+$/)
    .optional(),
  Arch: z.string(),
  Os: z.string(),
});
export type DaemonVersion = z.infer<typeof DaemonVersion>;

export const DaemonInfo = z.object({ DockerRootDir: z.string() });

/** One line of the answer to `POST /images/create`. */
export const PullLine = z.object({
  id: z.string().optional(),
  status: z.string().optional(),
  error: z.string().optional(),
  progressDetail: z.object({ current: z.number().optional(), total: z.number().optional() }).optional(),
});
