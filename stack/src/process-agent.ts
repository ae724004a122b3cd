/** An agent whose containers are processes of this machine. Usage: node process-agent.ts SETTINGS_FILE MACHINE_FOLDER */
import { once } from 'node:events';
import { createLogger, LogTap, readSettings, startAgent } from '@noderr/agent';
import { createProcessRuntime } from './process-runtime/process-runtime.ts';

const [configFile, machine] = process.argv.slice(2);
if (configFile === undefined || machine === undefined) {
  throw new Error('usage: node process-agent.ts SETTINGS_FILE MACHINE_FOLDER');
}
const settings = readSettings({ configFile, env: process.env });
const logTap = new LogTap();
const logger = createLogger(settings.logLevel, { node: settings.nodeName }, logTap);
logger.warn('nodes run as processes here: nothing isolates them, this is for demos and tests only');
const stop = Promise.race([once(process, 'SIGTERM'), once(process, 'SIGINT')]);
const agent = await startAgent(settings, { runtime: createProcessRuntime(machine), logger, logTap });
await stop;
await agent.close();
