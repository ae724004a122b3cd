import { type Channels, channelConfigs } from './channels.ts';
import { type Messages } from './messages.ts';
import { ReceiverError } from './receiver-error.ts';

/** The receivers of `provisioning/alertmanager/alertmanager.yml`, by urgency. */
export const RECEIVERS = ['critical', 'warning', 'dead-man'] as const;
export type Receiver = (typeof RECEIVERS)[number];

/** What a receiver calls. */
export interface Webhook {
  readonly url: string;
  /** File with the token that goes along, read by Alertmanager at each call. */
  readonly credentialsFile?: string;
}

/** How a receiver is told; one that has nothing stays silent. */
export interface Ways {
  readonly webhooks: readonly Webhook[];
  readonly channels?: Channels;
}

/** The hub's own webhook of a receiver; none for the dead man, who is to be outside. */
export function hubWebhook(hubUrl: string, credentialsFile: string, receiver: Receiver): Webhook[] {
  if (receiver === 'dead-man') return [];
  return [{ url: new URL(`alerts/${receiver}`, hubUrl.replace(/\/*$/, '/')).href, credentialsFile }];
}

/** The configuration with the ways of each receiver. */
export function withReceivers(
  config: string,
  ways: Readonly<Partial<Record<Receiver, Ways>>>,
  messages: Messages,
): string {
  return RECEIVERS.reduce((text, receiver) => {
    const lines = waysLines(ways[receiver] ?? { webhooks: [] }, messages);
    return lines === '' ? text : continueLine(text, receiver, lines);
  }, config);
}

function continueLine(config: string, receiver: Receiver, lines: string): string {
  const line = `  - name: ${receiver}\n`;
  if (!config.includes(line)) {
    throw new ReceiverError('receiver/no-line', `the configuration has no line of its own for receiver ${receiver}`);
  }
  // The function keeps "$" in an address from being a pattern.
  return config.replace(line, () => line + lines);
}

function waysLines({ webhooks, channels = {} }: Ways, messages: Messages): string {
  const calls = webhooks.length === 0 ? '' : `    webhook_configs:\n${webhooks.map(webhookLines).join('')}`;
  // JSON is YAML too, on one line.
  const others = Object.entries(channelConfigs(channels, messages)).map(
    ([kind, config]) => `    ${kind}: ${JSON.stringify([config])}\n`,
  );
  return calls + others.join('');
}

/** A JSON string is a YAML string too. */
function webhookLines({ url, credentialsFile }: Webhook): string {
  const lines = [`- url: ${JSON.stringify(url)}`, '  send_resolved: true'];
  if (credentialsFile !== undefined) {
    const credentials = `credentials_file: ${JSON.stringify(credentialsFile)}`;
    lines.push('  http_config:', '    authorization:', `      ${credentials}`);
  }
  return lines.map((line) => `      ${line}\n`).join('');
}
