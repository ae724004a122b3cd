import { once } from 'node:events';
import { startControlPlane } from '../control-plane.ts';
import { startHub } from '../hub.ts';
import { createLogger } from '../logs.ts';
import { type SettingsSources } from '@noderr/settings';
import { readSettings } from '../config/read-settings.ts';

/** Runs the hub until SIGINT or SIGTERM, then stops it in order. */
export async function runHub(sources: SettingsSources): Promise<void> {
  const settings = readSettings(sources);
  const logger = createLogger(settings.logLevel);
  const stop = Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
  const hub = await startHub(settings, { logger, startControl: startControlPlane });
  await stop;
  logger.info({}, 'the hub stops');
  await hub.close();
}
