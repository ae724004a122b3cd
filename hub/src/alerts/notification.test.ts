import { describe, expect, it } from 'vitest';
import { alertsOf, cleanText, Notification } from './notification.ts';
import { notificationText } from './notification-text.ts';

const alert = (labels: Record<string, string>, over: object = {}): object => ({
  status: 'firing',
  labels,
  annotations: {},
  startsAt: '2026-11-24T02:13:44.123456789Z',
  endsAt: '0001-01-01T00:00:00Z',
  generatorURL: 'http://prometheus/graph',
  fingerprint: 'deadbeef00000001',
  ...over,
});

function parse(...alerts: object[]): ReturnType<typeof alertsOf> {
  return alertsOf(Notification.parse({ version: '4', groupKey: '{}:{}', status: 'firing', alerts }));
}

describe('a notification', () => {
  it('becomes alerts in our words', () => {
    const nodeId = `0x${'ab'.repeat(32)}`;
    const labels = { alertname: 'NodeDown', severity: 'warning', tier: 'ORACLE', node_id: nodeId, action: 'pause' };
    expect(parse(alert(labels, { annotations: { summary: 'It is  down.\n' } }))).toMatchObject([
      {
        ...{ name: 'NodeDown', severity: 'warning', tier: 'ORACLE', nodeId, action: 'pause', status: 'firing' },
        ...{ summary: 'It is down.', startsAt: Date.parse('2026-11-24T02:13:44.123Z'), endsAt: null },
      },
    ]);
  });

  it('with labels of another kind is taken without them', () => {
    expect(parse(alert({ severity: 'page', tier: 'AGENT', node_id: '../x' }))).toMatchObject([
      { name: 'unnamed', severity: 'info', tier: null, nodeId: null, service: '', action: '' },
    ]);
  });

  it('knows when a resolved one ended', () => {
    const [ended] = parse(alert({}, { status: 'resolved', endsAt: '2026-11-24T03:00:00+01:00' }));
    expect(ended?.endsAt).toBe(Date.parse('2026-11-24T02:00:00Z'));
  });

  it.each([
    ['another version', { version: '3' }],
    ['no alerts', { alerts: [] }],
    ['too many alerts', { alerts: Array.from({ length: 2_001 }, () => alert({})) }],
    ['no key', { groupKey: '' }],
    ['a time that is none', { alerts: [alert({}, { startsAt: 'now' })] }],
    ['a fingerprint that is none', { alerts: [alert({}, { fingerprint: '../..' })] }],
    ['a label that is no text', { alerts: [alert({}, { labels: { tier: 1 } })] }],
  ])('is refused with %s', (_what, over) => {
    const body = { version: '4', groupKey: 'g', status: 'firing', alerts: [alert({})], ...over };
    expect(Notification.safeParse(body).success).toBe(false);
  });
});

describe('the text of others', () => {
  it.each([
    ['a\u0000b\u202ec\u2028d', 'a b c d'],
    ['  many   spaces\t\n', 'many spaces'],
    ['x'.repeat(11), `${'x'.repeat(9)}…`],
    ['😀'.repeat(11), `${'😀'.repeat(9)}…`],
    ['x'.repeat(10), 'x'.repeat(10)],
  ])('is cleaned and cut: %j', (text, expected) => {
    expect(cleanText(text, 10 + (text.includes('many') ? 10 : 0))).toBe(expected);
  });
});

describe('the words for the audit log', () => {
  it('count names, and say what was asked for in vain', () => {
    const news = parse(
      alert({ alertname: 'NodeDown' }),
      alert({ alertname: 'NodeDown' }),
      alert({ alertname: 'RolloutFailureRateHigh', action: 'pause' }),
      alert({ alertname: 'Forged', action: 'resume' }),
      alert({ alertname: 'HubDown', action: 'pause' }, { status: 'resolved' }),
    );
    expect(notificationText(news)).toBe(
      'firing: NodeDown ×2, RolloutFailureRateHigh, Forged; resolved: HubDown; asks for a pause; asks for “resume”, which no alert can do',
    );
  });

  it('fit the log', () => {
    const many = Array.from({ length: 100 }, (_, n) => alert({ alertname: `Alert${n}` }));
    expect(notificationText(parse(...many)).length).toBe(500);
  });
});
