/** `node alerts/write-alertmanager-config.ts SECRETS OUT`: Alertmanager's configuration with the receivers' secrets. */
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { readWays } from './read-ways.ts';
import { messagesFor } from './messages.ts';
import { RECEIVERS, withReceivers } from './receivers.ts';

const SOURCE = join(import.meta.dirname, '../provisioning/alertmanager/alertmanager.yml');

const [secrets, out] = process.argv.slice(2);
if (secrets === undefined || out === undefined) {
  console.error('usage: node alerts/write-alertmanager-config.ts SECRETS-FOLDER OUTPUT-FILE');
  process.exit(64);
}

try {
  const { ways, grafanaUrl } = readWays(resolve(secrets));
  const whole = `${out}.new`;
  const config = withReceivers(readFileSync(SOURCE, 'utf8'), ways, messagesFor(grafanaUrl));
  writeFileSync(whole, config, { mode: 0o600 });
  renameSync(whole, out);
  const silent = RECEIVERS.filter((receiver) => isSilent(ways[receiver]));
  if (silent.length > 0) console.log(`silent, without an address: ${silent.join(', ')}`);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(78);
}

function isSilent({ webhooks, channels = {} }: ReturnType<typeof readWays>['ways']['critical']): boolean {
  return webhooks.length + Object.keys(channels).length === 0;
}
