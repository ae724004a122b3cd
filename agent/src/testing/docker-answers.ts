import { ContainerInspect, ImageInspect } from '../runtime/docker/docker-schema.ts';

/** Parts of a raw answer of dockerd, laid over an ordinary one. */
interface Changes {
  State?: object;
  Config?: object;
  HostConfig?: object;
  [key: string]: unknown;
}

const DIGEST = `sha256:${'0a'.repeat(32)}`;

/** As dockerd 20.10 answers for a running container of ours, with some parts changed. */
export function containerAnswer({ State, Config, HostConfig, ...rest }: Changes = {}): ContainerInspect {
  return ContainerInspect.parse({
    Id: 'c'.repeat(64),
    Name: '/oracle',
    Image: 'sha256:image',
    RestartCount: 0,
    State: { Status: 'running', Running: true, ExitCode: 0, StartedAt: '2026-11-24T09:00:00Z', Error: '', ...State },
    Config: {
      Image: `registry.example/noderr/oracle@${DIGEST}`,
      User: '',
      Env: ['PATH=/bin'],
      Cmd: null,
      Entrypoint: ['/service'],
      Labels: {},
      Tty: false,
      StopTimeout: 30,
      ...Config,
    },
    HostConfig: {
      NetworkMode: 'bridge',
      IpcMode: 'private',
      SecurityOpt: ['no-new-privileges'],
      CapDrop: ['ALL'],
      LogConfig: { Type: 'json-file', Config: { 'max-size': '10m' } },
      RestartPolicy: { Name: 'no' },
      ...HostConfig,
    },
    Mounts: [],
    NetworkSettings: { Networks: { bridge: { IPAddress: '172.17.0.2', GlobalIPv6Address: '' } } },
    ...rest,
  });
}

export function imageAnswer(config: object = {}, rest: object = {}): ImageInspect {
  return ImageInspect.parse({
    Id: 'sha256:image',
    RepoTags: [],
    RepoDigests: [`registry.example/noderr/oracle@${DIGEST}`],
    Architecture: 'amd64',
    Os: 'linux',
    Config: { Env: ['PATH=/bin'], Entrypoint: ['/service'], ...config },
    ...rest,
  });
}
