/** The receivers of `provisioning/alertmanager/alertmanager.yml`, by urgency. */
export const RECEIVERS = ['critical', 'warning', 'dead-man'] as const;
export type Receiver = (typeof RECEIVERS)[number];

/** Where each receiver is called; one without an address stays silent. */
export type WebhookUrls = Readonly<Partial<Record<Receiver, string>>>;

/** A receiver's secret, or the file with the receivers, is not what it must be. */
export class ReceiverError extends Error {
  readonly code: 'receiver/bad-url' | 'receiver/no-line';

  constructor(code: ReceiverError['code'], message: string) {
    super(message);
    this.code = code;
  }
}

/** The address in a secret file; null when the file holds nothing. Never shows the content: it is the secret. */
export function webhookUrlOf(content: string, receiver: Receiver): string | null {
  const text = content.trim();
  if (text === '') return null;
  // URL would drop line breaks and join two lines into one address.
  const url = !/\s/.test(text) && URL.canParse(text) ? new URL(text) : null;
  if (url === null || !/^https?:$/.test(url.protocol)) {
    throw new ReceiverError('receiver/bad-url', `the secret of receiver ${receiver} is not one http or https address`);
  }
  return url.href;
}

/** The configuration with a webhook for each receiver that has an address. */
export function withWebhooks(config: string, urls: WebhookUrls): string {
  return RECEIVERS.reduce((text, receiver) => {
    const url = urls[receiver];
    return url === undefined ? text : continueLine(text, receiver, url);
  }, config);
}

function continueLine(config: string, receiver: Receiver, url: string): string {
  const line = `  - name: ${receiver}\n`;
  if (!config.includes(line)) {
    throw new ReceiverError('receiver/no-line', `the configuration has no line of its own for receiver ${receiver}`);
  }
  // A JSON string is a YAML string too. The function keeps "$" in the address from being a pattern.
  const webhook = `${line}    webhook_configs:\n      - url: ${JSON.stringify(url)}\n        send_resolved: true\n`;
  return config.replace(line, () => webhook);
}
