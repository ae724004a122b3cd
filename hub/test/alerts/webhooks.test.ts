import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createLogger } from '../../src/logs.ts';
import { SettableClock } from '../../src/testing/settable-clock.ts';
import { type Answer, type TestHub, TestHubFolder } from '../../src/testing/test-hub.ts';

const DAY_MS = 24 * 3_600_000;
const NODE = `0x${'ab'.repeat(32)}`;

let folder: TestHubFolder;
let hub: TestHub;
let clock: SettableClock;
const lines: string[] = [];

beforeEach(async () => {
  folder = new TestHubFolder();
  clock = new SettableClock(Date.parse('2026-11-24T02:00:00Z'));
  lines.length = 0;
  hub = await folder.start({ clock, logger: createLogger('info', { write: (line) => lines.push(line) }) });
});
afterEach(async () => {
  await hub.close();
  await folder.remove();
});

interface AlertOver {
  labels?: Record<string, string>;
  status?: 'firing' | 'resolved';
  startsAt?: string;
  endsAt?: string;
  fingerprint?: string;
}

function alert({ labels = {}, ...over }: AlertOver = {}): object {
  return {
    status: 'firing',
    labels: { alertname: 'NodeDown', severity: 'warning', tier: 'ORACLE', node_id: NODE, ...labels },
    annotations: { summary: 'A node is down.' },
    ...{ startsAt: '2026-11-24T01:59:00Z', endsAt: '0001-01-01T00:00:00Z', fingerprint: 'aa', ...over },
  };
}

function notification(...alerts: object[]): object {
  return { version: '4', groupKey: '{}:{alertname="NodeDown"}', status: 'firing', receiver: 'warning', alerts };
}

function call(body: unknown, path = '/alerts', secret: string | null = folder.alertSecret): Promise<Answer> {
  const authorization: Record<string, string> = secret === null ? {} : { authorization: `Bearer ${secret}` };
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return hub.post(path, text, { 'content-type': 'application/json', ...authorization });
}

const listed = async (query: Record<string, unknown> = {}): Promise<object[]> =>
  (await hub.core.alerts.list({ limit: 100, ...query })).alerts;

async function audited(): Promise<{ reason: string; subject: string; tier: unknown }[]> {
  const { entries } = await hub.core.audit.page({ limit: 100 });
  return entries.filter(({ action }) => action === 'alerts.received');
}

describe('a call of Alertmanager', () => {
  it.each(['/alerts', '/alerts/critical', '/alerts/warning'])('at %s is kept and audited', async (path) => {
    expect(await call(notification(alert()), path)).toMatchObject({ status: 200, body: { news: 1 } });
    expect(await listed({ node: NODE })).toMatchObject([
      {
        ...{ name: 'NodeDown', severity: 'warning', status: 'firing', tier: 'ORACLE', nodeId: NODE, pauses: false },
        ...{ summary: 'A node is down.', startsAt: Date.parse('2026-11-24T01:59:00Z'), endsAt: null },
      },
    ]);
    expect(await audited()).toMatchObject([{ reason: 'firing: NodeDown', subject: path, tier: 'ORACLE' }]);
  });

  it('that comes twice changes nothing the second time', async () => {
    await call(notification(alert()));
    expect(await call(notification(alert()))).toMatchObject({ status: 200, body: { news: 0 } });
    expect(await listed()).toHaveLength(1);
    expect(await audited()).toHaveLength(1);
  });

  it('that tells of an end ends the alert', async () => {
    await call(notification(alert()));
    await call(
      notification(alert({ status: 'resolved', endsAt: '2026-11-24T02:01:00Z' }), alert({ fingerprint: 'bb' })),
    );
    expect(await listed()).toMatchObject([
      { fingerprint: 'bb', status: 'firing' },
      { fingerprint: 'aa', status: 'resolved', endsAt: Date.parse('2026-11-24T02:01:00Z') },
    ]);
    expect((await audited())[0]?.reason).toBe('firing: NodeDown; resolved: NodeDown');
  });

  it('is listed by urgency, then by time', async () => {
    const at = (minute: number, severity: string, fingerprint: string): object =>
      alert({ fingerprint, startsAt: `2026-11-24T01:0${minute}:00Z`, labels: { severity } });
    await call(notification(at(5, 'info', 'a'), at(1, 'critical', 'b'), at(4, 'warning', 'c'), at(3, 'critical', 'd')));
    expect(await listed()).toMatchObject(['d', 'b', 'c', 'a'].map((fingerprint) => ({ fingerprint })));
  });

  it('may tell of a whole fleet', async () => {
    const fleet = Array.from({ length: 1_500 }, (_, n) => alert({ fingerprint: n.toString(16) }));
    expect(await call(notification(...fleet))).toMatchObject({ body: { news: 1_500 } });
    expect((await audited())[0]?.reason).toBe('firing: NodeDown ×1500');
  });
});

describe('a stranger', () => {
  it.each([null, '', 'wrong', randomUUID()])('is not heard with the secret %j', async (secret) => {
    for (const path of ['/alerts', '/alerts/critical', '/alerts/warning']) {
      expect(await call(notification(alert()), path, secret)).toMatchObject({
        ...{ status: 401, body: { code: 'alert/wrong-secret' } },
      });
    }
    expect(await listed()).toEqual([]);
    expect(await audited()).toEqual([]);
  });

  it('is not heard with the token of Prometheus', async () => {
    expect((await call(notification(alert()), '/alerts', folder.scrapeToken)).status).toBe(401);
    expect((await hub.get('/metrics', { authorization: `Bearer ${folder.alertSecret}` })).status).toBe(401);
  });

  it('finds no route where no secret is set', async () => {
    await hub.close();
    hub = await folder.start({ settings: { alertSecretFiles: [] } });
    expect((await call(notification(alert()))).status).toBe(404);
  });
});

describe('a body', () => {
  it.each([
    ['no JSON', '{'],
    ['another version', { ...notification(alert()), version: '3' }],
    ['labels that are no texts', notification({ ...alert(), labels: { alertname: ['x'] } })],
  ])('with %s is refused, and nothing of it is kept', async (_what, body) => {
    expect(await call(body)).toMatchObject({ status: 400, body: { code: 'request/invalid' } });
    expect(await listed()).toEqual([]);
  });

  it('of more than 4 MB is refused', async () => {
    expect((await call('x'.repeat(4 * 1024 * 1024 + 1))).status).toBe(413);
  });

  it('cannot bring long or deceptive texts to the page', async () => {
    const labels = { alertname: `Node\u202eDown\u0000${'x'.repeat(5_000)}`, service: 'a\nb' };
    await call(notification(alert({ labels })));
    const [kept] = (await listed()) as { name: string; service: string }[];
    expect(kept?.name).toMatch(/^Node Down x+…$/);
    expect(kept?.name.length).toBe(100);
    expect(kept?.service).toBe('a b');
  });
});

describe('an alert that asks for more than a pause', () => {
  it.each(['resume', 'rollback', 'open', 'PAUSE', 'pause; resume'])(
    'gets nothing, and it is told: %s',
    async (action) => {
      const before = (await hub.core.audit.page({ limit: 100 })).entries.length;
      await call(notification(alert({ labels: { action } })));
      expect(await listed()).toMatchObject([{ pauses: false }]);
      expect(await hub.core.alerts.pausing('ORACLE')).toEqual([]);
      expect((await audited())[0]?.reason).toContain(`asks for “${action}”, which no alert can do`);
      expect((await hub.core.audit.page({ limit: 100 })).entries).toHaveLength(before + 1);
      expect(lines.join('')).toContain('an alert asks for what no alert can do');
    },
  );
});

describe('an alert that asks for a pause', () => {
  const pause = { alertname: 'RolloutFailureRateHigh', action: 'pause' };

  it('does so while it fires, for its own tier', async () => {
    await call(notification(alert({ labels: pause })));
    expect(await hub.core.alerts.pausing('ORACLE')).toEqual([
      { name: 'RolloutFailureRateHigh', summary: 'A node is down.', since: Date.parse('2026-11-24T01:59:00Z') },
    ]);
    expect(await hub.core.alerts.pausing('ALL')).toEqual([]);
    await call(notification(alert({ labels: pause, status: 'resolved', endsAt: '2026-11-24T02:00:00Z' })));
    expect(await hub.core.alerts.pausing('ORACLE')).toEqual([]);
  });

  it('cannot claim to begin later than it was heard of, so that a resume stays acknowledged', async () => {
    await call(notification(alert({ labels: pause, startsAt: '2036-01-01T00:00:00Z' })));
    expect(await hub.core.alerts.pausing('ORACLE')).toMatchObject([{ since: clock.now() }]);
  });
});

describe('what Alertmanager does not speak of any more', () => {
  it('does not fire for ever', async () => {
    await call(notification(alert({ labels: { action: 'pause' } })));
    clock.advance(26 * 3_600_000);
    expect(await listed()).toEqual([]);
    expect(await hub.core.alerts.pausing('ORACLE')).toEqual([]);
  });

  it('is forgotten after 30 days', async () => {
    await call(notification(alert({ status: 'resolved', endsAt: '2026-11-24T01:59:30Z' })));
    clock.advance(29 * DAY_MS);
    await call(notification(alert({ fingerprint: 'bb' })));
    expect(await listed()).toHaveLength(2);
    clock.advance(2 * DAY_MS);
    await call(notification(alert({ fingerprint: 'bb' })));
    expect(await listed()).toMatchObject([{ fingerprint: 'bb' }]);
  });
});
