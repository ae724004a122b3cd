import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type MailSink, startMailSink } from './testing/mail-sink.ts';
import { describeWith, run } from './testing/programs.ts';
import { type ServerProcess, startAlertmanager } from './testing/server-process.ts';
import { until } from './testing/until.ts';
import { startJsonSink, type JsonSink } from './testing/webhook-sink.ts';

const WRITER = join(import.meta.dirname, 'write-alertmanager-config.ts');
const GRAFANA = 'https://grafana.example/sub';
const NODE = `0x${'a7'.repeat(32)}`;
const KEY = 'k'.repeat(32);

interface Attachment {
  title: string;
  title_link: string;
  text: string;
  color: string;
}

describeWith(['alertmanager', 'amtool'], 'Slack, PagerDuty and mail', () => {
  const closers: (() => Promise<void>)[] = [];
  let folder = '';
  let web: JsonSink;
  let mail: MailSink;
  let server: ServerProcess;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'noderr-channels-'));
    web = await startJsonSink();
    closers.push(() => web.close());
    mail = await startMailSink();
    closers.push(() => mail.close());
    const config = written({
      'grafana-url': `${GRAFANA}/\n`,
      'critical-slack-url': `${web.url}slack`,
      'critical-pagerduty-key': KEY,
      'critical-email-to': 'oncall@ops.example, second@ops.example',
      'email-server': `smtp://127.0.0.1:${mail.port}`,
      'email-from': 'hub@ops.example',
    });
    expect(await run('amtool', ['check-config', config])).toContain('SUCCESS');
    const hasty = readFileSync(config, 'utf8').replaceAll(/group_interval: \w+/g, 'group_interval: 1s');
    writeFileSync(config, `global:\n  pagerduty_url: ${web.url}pagerduty\n${hasty}`);
    server = await startAlertmanager(config);
    closers.push(() => server.close());
    await post([alert('NodeDownLong', { node_id: NODE })]);
  });
  afterAll(async () => {
    for (const close of closers.reverse()) await close();
    rmSync(folder, { recursive: true, force: true });
  });

  function written(secrets: Record<string, string>): string {
    for (const [name, content] of Object.entries(secrets)) writeFileSync(join(folder, name), content);
    const file = join(folder, 'alertmanager.yml');
    execFileSync(process.execPath, [WRITER, folder, file], { encoding: 'utf8', stdio: 'pipe' });
    return file;
  }

  function alert(alertname: string, labels: Record<string, string>): object {
    return {
      labels: { alertname, severity: 'critical', tier: 'ORACLE', ...labels },
      annotations: {
        summary: `Node ${NODE} (ORACLE) <!channel> has been silent for 5m 2s.`,
        description: 'Call its operator & wait.',
        node: 'node-7',
        runbook_url: `/public/plugins/noderr-hub-app/runbooks/${alertname}.md`,
      },
      startsAt: '2026-11-30T02:14:00Z',
    };
  }

  async function post(alerts: object[]): Promise<void> {
    const headers = { 'content-type': 'application/json' };
    const body = JSON.stringify(alerts);
    const answer = await fetch(`${server.url}/api/v2/alerts`, { method: 'POST', headers, body });
    if (!answer.ok) throw new Error(`Alertmanager answered ${answer.status}: ${await answer.text()}`);
  }

  async function arrived<T>(path: string, matches: (body: T) => boolean): Promise<T> {
    const found = (): T | undefined =>
      web.calls
        .filter((call) => call.path === path)
        .map(({ body }) => body as T)
        .find(matches);
    await until(`a call of ${path}`, () => found() !== undefined);
    return found() as T;
  }

  it('tell in Slack which node, what, since when, with the links that one needs', async () => {
    const { attachments } = await arrived<{ attachments: Attachment[] }>('/slack', () => true);
    expect(attachments[0]).toMatchObject({
      title: '[CRITICAL] NodeDownLong (ORACLE) node-7',
      title_link: `${GRAFANA}/a/noderr-hub-app/nodes/${NODE}`,
      color: 'danger',
    });
    const text = attachments[0]?.text ?? '';
    expect(text).toContain(`• *node-7*: Node ${NODE} (ORACLE) &lt;!channel&gt; has been silent for 5m 2s.`);
    expect(text).toContain('Since 30 Nov 02:14 UTC.');
    expect(text).toContain('Call its operator &amp; wait.');
    for (const link of [
      `<${GRAFANA}/a/noderr-hub-app/nodes/${NODE}|Page>`,
      `<${GRAFANA}/d/noderr-node-details?var-node_id=${NODE}|Dashboard>`,
      `<${GRAFANA}/public/plugins/noderr-hub-app/runbooks/NodeDownLong.md|Runbook>`,
      `matcher=alertname%3DNodeDownLong|Silence>`,
    ]) {
      expect(text).toContain(link);
    }
  });

  it('open an incident in PagerDuty and close it when the alert ends', async () => {
    interface Event {
      routing_key: string;
      event_action: string;
      dedup_key: string;
      client_url: string;
      payload: { summary: string; severity: string; component: string; custom_details: { alerts: string } };
    }
    const opened = await arrived<Event>('/pagerduty', ({ event_action }) => event_action === 'trigger');
    expect(opened).toMatchObject({
      routing_key: KEY,
      client_url: `${GRAFANA}/a/noderr-hub-app/nodes/${NODE}`,
      payload: { summary: '[CRITICAL] NodeDownLong (ORACLE) node-7', severity: 'critical', component: NODE },
    });
    expect(opened.payload.custom_details.alerts).toContain('Since 30 Nov 02:14 UTC.');
    await post([{ ...alert('NodeDownLong', { node_id: NODE }), endsAt: new Date().toISOString() }]);
    const closed = await arrived<Event>('/pagerduty', ({ event_action }) => event_action === 'resolve');
    expect(closed.dedup_key).toBe(opened.dedup_key);
  });

  it('reach every address by mail, as text and as HTML', async () => {
    await until('both mails', () => mail.mails.some((text) => text.includes('second@ops.example')));
    const text = unfolded(mail.mails[0] ?? '');
    expect(text).toMatch(/^To: oncall@ops\.example, ?second@ops\.example$/m);
    expect(text).toMatch(/^From: hub@ops\.example$/m);
    expect(text).toContain('NodeDownLong (ORACLE) node-7');
    expect(text).toContain(`Runbook: ${GRAFANA}/public/plugins/noderr-hub-app/runbooks/NodeDownLong.md`);
    expect(text).toContain(`<a href="${GRAFANA}/a/noderr-hub-app/nodes/${NODE}">Page</a>`);
    expect(text).toContain('&lt;!channel&gt; has been silent');
  });

  it('need a server where they are mails', () => {
    rmSync(join(folder, 'email-server'));
    expect(() => written({})).toThrow('mail needs both email-server and email-from');
  });
});

/** Without the line breaks and the equals signs of quoted-printable. */
function unfolded(mail: string): string {
  return mail
    .replaceAll('\r\n', '\n')
    .replaceAll('=\n', '')
    .replaceAll(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));
}
