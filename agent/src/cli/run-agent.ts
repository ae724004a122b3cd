import { type SettingsSources } from '@noderr/settings';
import { startAgent } from '../agent.ts';
import { LogTap } from '../logs/log-tap.ts';
import { createLogger } from '../logs/logger.ts';
import { readSettings } from '../settings/read-settings.ts';
import { dockerRuntimeFor } from './docker-runtime-for.ts';

/** Runs the agent on Docker until the signal. */
export async function runAgent(sources: SettingsSources, signal: AbortSignal): Promise<void> {
  const settings = readSettings(sources);
  const logTap = new LogTap();
  const logger = createLogger(settings.logLevel, settings.nodeName === '' ? {} : { node: settings.nodeName }, logTap);
  const agent = await startAgent(settings, { runtime: dockerRuntimeFor(settings), logger, logTap });
  await new Promise<void>((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => {
      resolve();
    });
  });
  await agent.close();
}
