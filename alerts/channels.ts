import { type Messages } from './messages.ts';
import { type MailServer } from './secret-content.ts';

/** Mail to some people. */
export interface Mail {
  readonly to: string;
  readonly from: string;
  readonly server: MailServer;
}

/** How a receiver is told beside webhooks, in words for people. */
export interface Channels {
  /** Address of an incoming webhook of Slack. */
  readonly slackUrl?: string;
  /** Routing key of PagerDuty's Events API 2. */
  readonly pagerdutyKey?: string;
  readonly mail?: Mail;
}

const SEVERITY = '{{ if eq .CommonLabels.severity "critical" }}critical{{ else }}warning{{ end }}';
const COLOR =
  '{{ if ne .Status "firing" }}good{{ else if eq .CommonLabels.severity "critical" }}danger{{ else }}warning{{ end }}';

/** Alertmanager's configuration of each channel that a receiver has, by its name there. */
export function channelConfigs({ slackUrl, pagerdutyKey, mail }: Channels, messages: Messages): Record<string, object> {
  return {
    ...(slackUrl !== undefined && { slack_configs: slackConfig(slackUrl, messages) }),
    ...(pagerdutyKey !== undefined && { pagerduty_configs: pagerdutyConfig(pagerdutyKey, messages) }),
    ...(mail !== undefined && { email_configs: emailConfig(mail, messages) }),
  };
}

function slackConfig(url: string, { title, slack, pageUrl }: Messages): object {
  return {
    api_url: url,
    send_resolved: true,
    title,
    title_link: pageUrl,
    fallback: title,
    text: slack,
    color: COLOR,
    mrkdwn_in: ['text'],
  };
}

function pagerdutyConfig(key: string, { title, text, pageUrl }: Messages): object {
  return {
    routing_key: key,
    send_resolved: true,
    description: title,
    severity: SEVERITY,
    class: '{{ .CommonLabels.alertname }}',
    group: '{{ .CommonLabels.tier }}',
    component: '{{ .CommonLabels.node_id }}',
    client: 'Noderr Hub',
    client_url: pageUrl,
    details: { alerts: text },
  };
}

function emailConfig({ to, from, server }: Mail, { title, text, html }: Messages): object {
  const { smarthost, username, password, requireTls } = server;
  return {
    to,
    from,
    smarthost,
    ...(username !== '' && { auth_username: username, auth_password: password }),
    require_tls: requireTls,
    send_resolved: true,
    headers: { Subject: title },
    html,
    text,
  };
}
