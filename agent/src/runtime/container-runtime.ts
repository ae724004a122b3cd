import { type Hex32, type ReleaseId } from '@noderr/protocol';
import { type ServiceTemplate } from '../template/service-template.ts';

/** What the agent marks its containers with; read back to reconcile after a crash. */
export interface ContainerLabels {
  nodeId: string;
  service: string;
  /** The release the container was created for; null where it was adopted and the chain does not know it. */
  releaseId: ReleaseId | null;
  attemptId: string | null;
  /** Policy of the release, so that a lost state file cannot start incompatible data. */
  data: 'compatible' | 'restore' | 'irreversible';
}

/** A container as the runtime reports it now; ids are the runtime's own and never reused. */
export interface ContainerStatus {
  id: string;
  name: string;
  labels: ContainerLabels | null;
  /** `created` has never been started. */
  state: 'created' | 'running' | 'exited' | 'restarting' | 'dead';
  exitCode: number | null;
  restartCount: number;
  startedAt: string | null;
  restartPolicy: 'no' | 'unless-stopped' | 'always' | 'on-failure';
  /** Digest that the image was pulled by, null where it has none (built locally). */
  imageDigest: Hex32 | null;
  /** Repository path (without a host) that it was created from; absent where the runtime cannot tell. */
  repository?: string | null;
  /** Named volumes by mount path; absent where the runtime cannot tell. */
  volumes?: Readonly<Record<string, string>>;
  /** Where the container itself answers, null while it has no address. */
  address: string | null;
  /** Set by compose or systemd: somebody else owns it. */
  foreignOwner: string | null;
}

/** An image by its own digest; `host` is where it is pulled from and never part of its identity. */
export interface ImageReference {
  host: string;
  repository: string;
  digest: Hex32;
}

export interface CreateRequest {
  name: string;
  image: ImageReference;
  template: ServiceTemplate;
  labels: ContainerLabels;
  restartPolicy: 'no' | 'unless-stopped';
  /** Volume that stands in for the template's own of the same mount path, after a restore. */
  volumes: ReadonlyMap<string, string>;
}

export interface PullProgress {
  layer: string;
  current: number;
  total: number;
}

/** A line that a container wrote. */
export interface ContainerLogLine {
  /** Its place in the container's log, in digits: what to go on after; its nanoseconds where the runtime keeps times. */
  position: string;
  /** Epoch milliseconds of the host's clock. */
  timestampMs: number;
  /** Nanoseconds within it, where the runtime keeps them. */
  subMs?: number;
  stream: 'stdout' | 'stderr';
  /** Without its end; a line of more than about 16 kB is cut there. */
  text: string;
}

/** Where to begin in a container's log: after a line that was read before, or with lines not older than a moment. */
export type LogStart = { after: string } | { sinceMs: number };

/**
 * The one interface through which containers are reached. Every method is idempotent, throws `RuntimeFault` with a
 * closed code, and takes a signal where it can last.
 */
export interface ContainerRuntime {
  readonly kind: 'docker' | 'process';
  ping(signal?: AbortSignal): Promise<void>;
  /** All containers of this node by label, and those that hold one of the canonical names. */
  list(nodeId: string, names: readonly string[]): Promise<ContainerStatus[]>;
  inspect(id: string): Promise<ContainerStatus | null>;
  /** True when the image is here under exactly this digest. */
  hasImage(image: ImageReference): Promise<boolean>;
  pull(image: ImageReference, onProgress: (progress: PullProgress) => void, signal: AbortSignal): Promise<void>;
  /** Holds an image against pruning until `unpin`. */
  pin(image: ImageReference): Promise<void>;
  unpin(image: ImageReference): Promise<void>;
  create(request: CreateRequest, signal?: AbortSignal): Promise<ContainerStatus>;
  start(id: string): Promise<void>;
  /** Resolves when the container is inspected stopped; kills after `timeoutS`. */
  stop(id: string, timeoutS: number): Promise<void>;
  rename(id: string, name: string): Promise<void>;
  setRestartPolicy(id: string, policy: 'no' | 'unless-stopped'): Promise<void>;
  remove(id: string): Promise<void>;
  /** The last lines of stdout and stderr, oldest first, at most `bytes`. */
  logTail(id: string, bytes: number): Promise<string>;
  /** Lines in their order, as they are written; ends when the container has stopped and all is read. */
  followLogs(id: string, from: LogStart, signal: AbortSignal): AsyncIterable<ContainerLogLine>;
  /** Runs a command in a running container; used by the data-integrity check. */
  exec(id: string, command: readonly string[], timeoutMs: number): Promise<{ exitCode: number; output: string }>;
  /** A tar stream of a mount of a stopped container. */
  readMount(id: string, mountPath: string, signal: AbortSignal): Promise<NodeJS.ReadableStream>;
  /**
   * A fresh named volume filled from a tar stream, in place of what a call that was cut off left under that name; the name
   * goes into `CreateRequest.volumes`.
   */
  createVolume(name: string, content: NodeJS.ReadableStream, image: ImageReference, signal: AbortSignal): Promise<void>;
  /** Removes a volume that `createVolume` made or began to make; one that is not there is fine. */
  removeVolume(name: string): Promise<void>;
  /** Free bytes where images and volumes are kept. */
  freeBytes(): Promise<number>;
}
