/** The receivers of `provisioning/alertmanager/alertmanager.yml`, by urgency. */
export const RECEIVERS = ['critical', 'warning', 'dead-man'] as const;
export type Receiver = (typeof RECEIVERS)[number];

/** What a receiver calls. */
export interface Webhook {
  readonly url: string;
  /** File with the token that goes along, read by Alertmanager at each call. */
  readonly credentialsFile?: string;
}

/** What each receiver calls; one without a webhook stays silent. */
export type Webhooks = Readonly<Partial<Record<Receiver, readonly Webhook[]>>>;

/** A receiver's secret, or the file with the receivers, is not what it must be. */
export class ReceiverError extends Error {
  readonly code: 'receiver/bad-url' | 'receiver/no-line';

  constructor(code: ReceiverError['code'], message: string) {
    super(message);
    this.code = code;
  }
}

/** The address in a secret file; null when the file holds nothing. Never shows the content: it is the secret. */
export function webhookUrlOf(content: string, receiver: Receiver | 'hub'): string | null {
  const text = content.trim();
  if (text === '') return null;
  // URL would drop line breaks and join two lines into one address.
  const url = !/\s/.test(text) && URL.canParse(text) ? new URL(text) : null;
  if (url === null || !/^https?:$/.test(url.protocol)) {
    throw new ReceiverError('receiver/bad-url', `the secret of receiver ${receiver} is not one http or https address`);
  }
  return url.href;
}

/** The hub's own webhook of a receiver; none for the dead man, who is to be outside. */
export function hubWebhook(hubUrl: string, credentialsFile: string, receiver: Receiver): Webhook[] {
  if (receiver === 'dead-man') return [];
  return [{ url: new URL(`alerts/${receiver}`, hubUrl.replace(/\/*$/, '/')).href, credentialsFile }];
}

/** The configuration with the webhooks of each receiver. */
export function withWebhooks(config: string, webhooks: Webhooks): string {
  return RECEIVERS.reduce((text, receiver) => {
    const own = webhooks[receiver] ?? [];
    return own.length === 0 ? text : continueLine(text, receiver, own);
  }, config);
}

function continueLine(config: string, receiver: Receiver, webhooks: readonly Webhook[]): string {
  const line = `  - name: ${receiver}\n`;
  if (!config.includes(line)) {
    throw new ReceiverError('receiver/no-line', `the configuration has no line of its own for receiver ${receiver}`);
  }
  // The function keeps "$" in an address from being a pattern.
  return config.replace(line, () => `${line}    webhook_configs:\n${webhooks.map(webhookLines).join('')}`);
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
