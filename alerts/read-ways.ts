import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Channels, type Mail } from './channels.ts';
import { ReceiverError } from './receiver-error.ts';
import { hubWebhook, type Receiver, RECEIVERS, type Ways } from './receivers.ts';
import { addressesOf, mailServerOf, routingKeyOf, webUrlOf } from './secret-content.ts';

export interface Told {
  readonly ways: Readonly<Record<Receiver, Ways>>;
  /** Where people reach Grafana; messages link there. */
  readonly grafanaUrl: string | null;
}

/**
 * Who is told how, from the files of a folder; one that is not there counts as empty. Of each receiver
 * `<receiver>-webhook-url`, `-slack-url`, `-pagerduty-key` and `-email-to`, mail by way of `email-server` and
 * `email-from`; the hub by `hub-webhook-url` if `hub-webhook-secret` holds its secret. Nobody reads what goes to the
 * dead man: webhook only.
 */
export function readWays(folder: string): Told {
  const content = (name: string): string => contentOf(join(folder, name));
  const hubUrl = content('hub-webhook-secret').trim() === '' ? null : webUrlOf(content('hub-webhook-url'), 'the hub');
  const waysOf = (receiver: Receiver): Ways => {
    const url = webUrlOf(content(`${receiver}-webhook-url`), `receiver ${receiver}`);
    const own = url === null ? [] : [{ url }];
    if (receiver === 'dead-man') return { webhooks: own };
    const hub = hubUrl === null ? [] : hubWebhook(hubUrl, join(folder, 'hub-webhook-secret'), receiver);
    return { webhooks: [...hub, ...own], channels: channelsOf(receiver, content) };
  };
  const ways = Object.fromEntries(RECEIVERS.map((receiver) => [receiver, waysOf(receiver)])) as Told['ways'];
  return { ways, grafanaUrl: webUrlOf(content('grafana-url'), 'grafana-url') };
}

function channelsOf(receiver: Receiver, content: (name: string) => string): Channels {
  const slackUrl = webUrlOf(content(`${receiver}-slack-url`), `Slack for receiver ${receiver}`);
  const pagerdutyKey = routingKeyOf(content(`${receiver}-pagerduty-key`), `PagerDuty for receiver ${receiver}`);
  const to = addressesOf(content(`${receiver}-email-to`), `${receiver}-email-to`);
  return {
    ...(slackUrl !== null && { slackUrl }),
    ...(pagerdutyKey !== null && { pagerdutyKey }),
    ...(to !== null && { mail: mailTo(to, content) }),
  };
}

function mailTo(to: string, content: (name: string) => string): Mail {
  const server = mailServerOf(content('email-server'));
  const from = addressesOf(content('email-from'), 'email-from');
  if (server === null || from === null) {
    throw new ReceiverError('receiver/no-mail-server', 'mail needs both email-server and email-from');
  }
  if (from.includes(',')) throw new ReceiverError('receiver/bad-address', 'email-from holds more than one address');
  return { to, from, server };
}

function contentOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return '';
    throw error;
  }
}
