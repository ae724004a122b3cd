import { once } from 'node:events';
import { type SettingsSources } from '@noderr/settings';
import { startAgent } from '../agent.ts';
import { createLogger } from '../logs/logger.ts';
import { readSettings } from '../settings/read-settings.ts';
import { dockerRuntimeFor } from './docker-runtime-for.ts';

/** Runs the agent on Docker until it is told to stop. */
export async function runAgent(sources: SettingsSources): Promise<void> {
  const settings = readSettings(sources);
  const logger = createLogger(settings.logLevel, settings.nodeName === '' ? {} : { node: settings.nodeName });
  const told = Promise.race([once(process, 'SIGTERM'), once(process, 'SIGINT')]);
  const agent = await startAgent(settings, { runtime: dockerRuntimeFor(settings), logger });
  await told;
  await agent.close();
}
