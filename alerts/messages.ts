/** What people read, as templates of Alertmanager. */
export interface Messages {
  /** Which alert, how often, where: one line. */
  readonly title: string;
  /** Without any markup. */
  readonly text: string;
  /** In Slack's markup. */
  readonly slack: string;
  readonly html: string;
  /** Where a click on the title leads; empty without an address of Grafana. */
  readonly pageUrl: string;
}

/** Alerts that a message lists; of more it tells the number. */
const LISTED = 20;
const TIME = 'UTC.Format "2 Jan 15:04 MST"';

const TITLE =
  '[{{ if eq .Status "firing" }}{{ .CommonLabels.severity | toUpper }}{{ else }}RESOLVED{{ end }}]' +
  ' {{ .CommonLabels.alertname }}' +
  '{{ if gt (len .Alerts.Firing) 1 }} ×{{ len .Alerts.Firing }}{{ end }}' +
  '{{ with .CommonLabels.tier }} ({{ . }}){{ end }}' +
  '{{ with .CommonAnnotations.node }} {{ . }}{{ end }}';

/** In which each kind of message differs; `value` is an expression of a template. */
interface Markup {
  readonly print: (value: string) => string;
  readonly strong: (inner: string) => string;
  readonly link: (label: string, url: string) => string;
  readonly item: (inner: string) => string;
  readonly list: (inner: string) => string;
  readonly paragraph: (inner: string) => string;
}

const PLAIN: Markup = {
  print: (value) => `{{ ${value} }}`,
  strong: (inner) => inner,
  link: (label, url) => `${label}: ${url}`,
  item: (inner) => `- ${inner}\n`,
  list: (inner) => inner,
  paragraph: (inner) => `\n${inner}\n`,
};

/** Labels are the words of nodes: what Slack would take for a link or a call to everybody is text. */
const SLACK: Markup = {
  ...PLAIN,
  print: (value) => `{{ ${value} | reReplaceAll "&" "&amp;" | reReplaceAll "<" "&lt;" | reReplaceAll ">" "&gt;" }}`,
  strong: (inner) => `*${inner}*`,
  link: (label, url) => `<${url}|${label}>`,
  item: (inner) => `• ${inner}\n`,
};

/** Alertmanager escapes what a template prints into HTML. */
const HTML: Markup = {
  print: PLAIN.print,
  strong: (inner) => `<b>${inner}</b>`,
  link: (label, url) => `<a href="${url}">${label}</a>`,
  item: (inner) => `<li>${inner}</li>\n`,
  list: (inner) => `<ul>\n${inner}</ul>\n`,
  paragraph: (inner) => `<p>${inner}</p>\n`,
};

/** The messages, with links into the Grafana at an address, if there is one. */
export function messagesFor(grafanaUrl: string | null): Messages {
  const base = grafanaUrl?.replace(/\/+$/, '') ?? null;
  const node = '{{ with .CommonLabels.node_id }}/nodes/{{ . | urlquery }}{{ end }}';
  return {
    title: TITLE,
    text: bodyIn(PLAIN, base),
    slack: bodyIn(SLACK, base),
    html: `<h3>${TITLE}</h3>\n${bodyIn(HTML, base)}`,
    pageUrl: base === null ? '' : `${base}/a/noderr-hub-app${node}`,
  };
}

function bodyIn(markup: Markup, base: string | null): string {
  const { print, strong, item, list, paragraph } = markup;
  const name = `{{ with .Annotations.node }}${strong(print('.'))}: {{ end }}`;
  const said = `${name}${print('.Annotations.summary')}`;
  const firing = item(`${said} Since {{ .StartsAt.${TIME} }}.${base === null ? '' : nodeLinks(markup, base)}`);
  const over = item(`${said} Over since {{ .EndsAt.${TIME} }}.`);
  return [
    `{{ if .Alerts.Firing }}${list(firstOf('.Alerts.Firing', firing))}{{ end }}`,
    `{{ if .Alerts.Resolved }}${list(firstOf('.Alerts.Resolved', over))}{{ end }}`,
    `{{ if gt (len .Alerts) ${LISTED} }}${paragraph('{{ len .Alerts }} in all.')}{{ end }}`,
    `{{ if eq .Status "firing" }}{{ with .CommonAnnotations.description }}${paragraph(print('.'))}{{ end }}`,
    base === null ? '' : paragraph(commonLinks(markup, base)),
    '{{ end }}',
  ].join('');
}

function firstOf(alerts: string, inner: string): string {
  return `{{ range $index, $alert := ${alerts} }}{{ if lt $index ${LISTED} }}${inner}{{ end }}{{ end }}`;
}

function nodeLinks({ link }: Markup, base: string): string {
  const page = link('Page', `${base}/a/noderr-hub-app/nodes/{{ . | urlquery }}`);
  const dashboard = link('Dashboard', `${base}/d/noderr-node-details?var-node_id={{ . | urlquery }}`);
  return `{{ with .Labels.node_id }} ${page} ${dashboard}{{ end }}`;
}

/** A runbook's address begins at Grafana's root where it is one of ours. */
function commonLinks({ link }: Markup, base: string): string {
  // Whole in each branch: HTML templates refuse an address whose beginning they cannot know.
  const ours = link('Runbook', `${base}{{ . }}`);
  const runbook = `{{ if match "^/" . }}${ours}{{ else }}${link('Runbook', '{{ . }}')}{{ end }}`;
  const silence = `${base}/alerting/silence/new?alertmanager=Noderr+Alertmanager`;
  const matcher = '&matcher=alertname%3D{{ .CommonLabels.alertname | urlquery }}';
  return `{{ with .CommonAnnotations.runbook_url }}${runbook} {{ end }}${link('Silence', silence + matcher)}`;
}
