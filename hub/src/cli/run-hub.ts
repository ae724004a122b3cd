import { type FastifyBaseLogger } from 'fastify';
import { type SettingsSources } from '@noderr/settings';
import { readSettings, type Settings } from '../config/read-settings.ts';
import { startControlPlane } from '../control-plane.ts';
import { type HolderLock } from '../database/holder-lock.ts';
import { startHub } from '../hub.ts';
import { createLogger } from '../logs.ts';
import { type Standby, startStandby } from '../standby.ts';

/** Runs the hub until SIGINT or SIGTERM, then stops it in order; on Postgres once no other hub acts there. */
export async function runHub(sources: SettingsSources): Promise<void> {
  const settings = readSettings(sources);
  const logger = createLogger(settings.logLevel);
  const stop = new AbortController();
  const stopped = new Promise<void>((resolve) => {
    stop.signal.addEventListener('abort', () => {
      resolve();
    });
  });
  for (const name of ['SIGINT', 'SIGTERM'] as const) {
    process.once(name, () => {
      stop.abort();
    });
  }

  const lock = await waitForTurn(settings, logger, stop.signal);
  if (stop.signal.aborted) {
    await lock?.release();
    return;
  }
  void lock?.lost.then((error) => {
    logger.fatal({ code: error.code, err: error }, 'the hub ends at once: another one may act now');
    // Not in order: nothing may be written or sent any more.
    process.exit(1);
  });
  try {
    const hub = await startHub(settings, { logger, startControl: startControlPlane, holderPid: lock?.pid });
    await stopped;
    logger.info({}, 'the hub stops');
    await hub.close();
  } finally {
    await lock?.release();
  }
}

/** SQLite is a file of one hub; on Postgres this one may have to wait, and says so to whoever asks. */
async function waitForTurn(
  settings: Settings,
  logger: FastifyBaseLogger,
  signal: AbortSignal,
): Promise<HolderLock | null> {
  const { database } = settings;
  if (database.kind === 'sqlite') return null;
  const { takeHolderLock } = await import('../database/holder-lock.ts');
  let standby: Standby | null = null;
  try {
    return await takeHolderLock(database.url, {
      signal,
      async onStandby() {
        standby = await startStandby(settings, logger);
        logger.warn({ url: standby.url }, 'another hub holds the lock of the database; this one waits as its standby');
      },
    });
  } finally {
    await (standby as Standby | null)?.close();
  }
}
