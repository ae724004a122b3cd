/** `node alerts/write-alertmanager-config.ts SECRETS OUT`: Alertmanager's configuration with the receivers' secrets. */
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { hubWebhook, type Receiver, RECEIVERS, type Webhook, webhookUrlOf, withWebhooks } from './receivers.ts';

const SOURCE = join(import.meta.dirname, '../provisioning/alertmanager/alertmanager.yml');

const [secrets, out] = process.argv.slice(2);
if (secrets === undefined || out === undefined) {
  console.error('usage: node alerts/write-alertmanager-config.ts SECRETS-FOLDER OUTPUT-FILE');
  process.exit(64);
}

try {
  const webhooks = readWebhooks(resolve(secrets));
  const whole = `${out}.new`;
  writeFileSync(whole, withWebhooks(readFileSync(SOURCE, 'utf8'), webhooks), { mode: 0o600 });
  renameSync(whole, out);
  const silent = RECEIVERS.filter((receiver) => webhooks[receiver].length === 0);
  if (silent.length > 0) console.log(`silent, without an address: ${silent.join(', ')}`);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(78);
}

/**
 * From `<receiver>-webhook-url` in the folder, and the hub's from `hub-webhook-url` if `hub-webhook-secret` holds its
 * secret; a file that is not there counts as empty.
 */
function readWebhooks(folder: string): Record<Receiver, Webhook[]> {
  const secretFile = join(folder, 'hub-webhook-secret');
  const hubUrl = contentOf(secretFile).trim() === '' ? null : readUrl(folder, 'hub');
  const entries = RECEIVERS.map((receiver): [Receiver, Webhook[]] => {
    const url = readUrl(folder, receiver);
    const own = url === null ? [] : [{ url }];
    return [receiver, hubUrl === null ? own : [...hubWebhook(hubUrl, secretFile, receiver), ...own]];
  });
  return Object.fromEntries(entries) as Record<Receiver, Webhook[]>;
}

function readUrl(folder: string, receiver: Receiver | 'hub'): string | null {
  return webhookUrlOf(contentOf(join(folder, `${receiver}-webhook-url`)), receiver);
}

function contentOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return '';
    throw error;
  }
}
