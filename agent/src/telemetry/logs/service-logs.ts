import { type Clock, elapsedMs } from '../../clock.ts';
import { type Logger } from '../../logs/logger.ts';
import { type ContainerRuntime } from '../../runtime/container-runtime.ts';
import { type LogIntake } from './log-intake.ts';
import { AHEAD_MS, type HostClock, type LogPositions } from './log-positions.ts';

/** Between two looks at which containers there are, and two writes of how far they were read; milliseconds. */
const LOOK_EVERY_MS = 1_000;
/** Before a log that has ended is looked at again: of a container of the present set, and of one that is kept. */
const REST_MS = { present: 5_000, kept: 60_000 } as const;

/** So many lines that are not looked at are passed over, then the log rests: 10 000 a second cost 4 % of a core. */
const PASSED_AT_ONCE = 1_000;
const FLOOD_REST_MS = 100;

export interface LoggedContainer {
  service: string;
  containerId: string;
  /** Kept ones are stopped: they are read to their end, and looked at now and then. */
  role: keyof typeof REST_MS;
}

export interface ServiceLogsDeps {
  runtime: Pick<ContainerRuntime, 'followLogs'>;
  /** Those that the node has now. */
  containers: () => LoggedContainer[];
  positions: LogPositions;
  host: HostClock;
  intake: Pick<LogIntake, 'of'>;
  clock: Clock;
  logger: Logger;
}

/** Follows the logs of all containers of the node until the signal aborts, each from where it was read to. */
export async function followServiceLogs(deps: ServiceLogsDeps, signal: AbortSignal): Promise<void> {
  const { containers, clock } = deps;
  const following = new Map<string, Promise<void>>();
  const wasSetBack = createSetBackWatch(deps.host);
  let anew = new AbortController();
  while (!signal.aborted) {
    if (wasSetBack()) {
      anew.abort(new Error('the clock was set back: logs are followed anew'));
      anew = new AbortController();
    }
    const found = containers();
    for (const container of found.filter(({ containerId }) => !following.has(containerId))) {
      const { containerId } = container;
      following.set(
        containerId,
        follow(deps, container, AbortSignal.any([signal, anew.signal])).finally(() => following.delete(containerId)),
      );
    }
    deps.positions.keepOnly(new Set([...found.map(({ containerId }) => containerId), ...following.keys()]));
    save(deps);
    await clock.sleep(LOOK_EVERY_MS, signal);
  }
  await Promise.all(following.values());
  save(deps);
}

/** Reads one log to its end; never throws. */
async function follow(deps: ServiceLogsDeps, container: LoggedContainer, signal: AbortSignal): Promise<void> {
  const { runtime, positions, intake, clock, logger } = deps;
  const { service, containerId, role } = container;
  const take = intake.of(service);
  let passed = 0;
  try {
    for await (const line of runtime.followLogs(containerId, positions.startOf(containerId), signal)) {
      if (positions.hasRead(containerId, line.position)) continue;
      if (!take(line)) passed += 1;
      positions.moved(containerId, line.position);
      if (passed < PASSED_AT_ONCE) continue;
      passed = 0;
      await clock.sleep(FLOOD_REST_MS, signal);
    }
  } catch (error) {
    if (!signal.aborted) logger.debug({ service, err: error }, 'log of a service not followed');
  }
  await clock.sleep(REST_MS[role], signal);
}

/** Answers whether the host's clock was set back since it was asked last. */
function createSetBackWatch(host: HostClock): () => boolean {
  let last = { wallMs: host.nowMs(), at: host.monotonic() };
  return () => {
    const seen = { wallMs: host.nowMs(), at: host.monotonic() };
    const backMs = last.wallMs + (elapsedMs(last.at, seen.at) ?? 0) - seen.wallMs;
    last = seen;
    return backMs > AHEAD_MS;
  };
}

function save({ positions, logger }: ServiceLogsDeps): void {
  try {
    positions.save();
  } catch (error) {
    // lines since the last write come twice after a restart, which is all that it costs
    logger.debug({ err: error }, 'positions in logs not written');
  }
}
