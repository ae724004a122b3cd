/** `node alerts/write-alertmanager-config.ts SECRETS OUT`: Alertmanager's configuration with the receivers' secrets. */
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { RECEIVERS, webhookUrlOf, withWebhooks, type WebhookUrls } from './receivers.ts';

const SOURCE = join(import.meta.dirname, '../provisioning/alertmanager/alertmanager.yml');

const [secrets, out] = process.argv.slice(2);
if (secrets === undefined || out === undefined) {
  console.error('usage: node alerts/write-alertmanager-config.ts SECRETS-FOLDER OUTPUT-FILE');
  process.exit(64);
}

try {
  const urls = readUrls(secrets);
  const whole = `${out}.new`;
  writeFileSync(whole, withWebhooks(readFileSync(SOURCE, 'utf8'), urls), { mode: 0o600 });
  renameSync(whole, out);
  const silent = RECEIVERS.filter((receiver) => urls[receiver] === undefined);
  if (silent.length > 0) console.log(`silent, without an address: ${silent.join(', ')}`);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(78);
}

/** From `<receiver>-webhook-url` in the folder; a file that is not there counts as empty. */
function readUrls(folder: string): WebhookUrls {
  const urls: Partial<Record<(typeof RECEIVERS)[number], string>> = {};
  for (const receiver of RECEIVERS) {
    const url = webhookUrlOf(contentOf(join(folder, `${receiver}-webhook-url`)), receiver);
    if (url !== null) urls[receiver] = url;
  }
  return urls;
}

function contentOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return '';
    throw error;
  }
}
