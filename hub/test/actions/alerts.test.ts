import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describeWith, type ServerProcess, startAlertmanager } from '@noderr/alerts/testing';
import { AlertList, Intent, type TierCard } from '@noderr/protocol';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ControlHub, until } from './control-hub.ts';

const WRITER = join(import.meta.dirname, '../../../alerts/write-alertmanager-config.ts');

/** Alertmanager as the stack configures it, a hub that follows a real chain, and the alerts of a test's Prometheus. */
describeWith(['alertmanager'], 'an alert that asks for a pause', () => {
  let control: ControlHub;
  let alertmanager: ServerProcess;
  const startsAt = new Map<string, string>();

  beforeAll(async () => {
    control = await ControlHub.start();
    await until('the guard is armed', async () => (await control.audit('guard.armed')).length === 3);
    await control.beacon.publish({ version: '1.0.0' });
    await control.directive('the first release is final', ({ target }) => target === 1);
    await control.beat(await control.node(), { committed: 1 });

    const secrets = join(control.folder.path, 'alertmanager-secrets');
    mkdirSync(secrets);
    writeFileSync(join(secrets, 'hub-webhook-url'), control.hub.url);
    writeFileSync(join(secrets, 'hub-webhook-secret'), control.folder.alertSecret);
    const config = join(secrets, 'alertmanager.yml');
    execFileSync(process.execPath, [WRITER, secrets, config], { stdio: 'pipe' });
    alertmanager = await startAlertmanager(config);
  });
  afterAll(async () => {
    await alertmanager.close();
    await control.close();
  });

  /** As Prometheus tells Alertmanager: once more at each evaluation, with the same start while it fires. */
  async function tell(name: string, over: { summary?: string; action?: string; ended?: boolean } = {}): Promise<void> {
    const { summary = '12 % of the updates of ALL failed.', action = 'pause', ended = false } = over;
    const since = startsAt.get(name) ?? new Date().toISOString();
    startsAt.set(name, since);
    const labels = { alertname: name, severity: 'critical', tier: 'ALL', action };
    const now = new Date().toISOString();
    const alerts = [{ labels, annotations: { summary }, startsAt: since, ...(ended ? { endsAt: now } : {}) }];
    const headers = { 'content-type': 'application/json' };
    const answer = await fetch(`${alertmanager.url}/api/v2/alerts`, {
      method: 'POST',
      headers,
      body: JSON.stringify(alerts),
    });
    expect(answer.ok).toBe(true);
  }

  async function shown(query: string): Promise<AlertList['alerts']> {
    return AlertList.parse((await control.get(`/api/v1/alerts?${query}`)).body).alerts;
  }

  function arrived(name: string): Promise<true | null> {
    return until(`${name} at the hub`, async () =>
      (await shown('tier=ALL')).some((one) => one.name === name) ? true : null,
    );
  }

  async function act(kind: 'resume' | 'rollback', more: Record<string, unknown>): Promise<void> {
    const { directive } = await control.card();
    const id = randomUUID();
    const expected = { expectedRollout: directive?.rolloutId, expectedSeq: directive?.seq };
    Intent.parse((await control.post('/api/v1/intents', { id, kind, tier: 'ALL', ...expected, ...more })).body);
    await control.post(`/api/v1/intents/${id}/confirm`, { reason: 'a test', typedTier: 'ALL' });
  }

  /** As it is after two more rounds of the guard. */
  async function settled(): Promise<TierCard> {
    const height = async (): Promise<number> => (await control.tiers()).chain.block?.number ?? 0;
    const before = await height();
    await until('two more blocks', async () => (await height()) >= before + 2);
    return control.card();
  }

  it('pauses the rollout of its tier, and the chain says why', async () => {
    await control.beacon.publish({ version: '1.1.0', promote: true });
    await control.directive('the second release is final', ({ target }) => target === 2);
    await tell('RolloutFailureRateHigh');
    const paused = await control.directive('paused', (directive) => directive.paused);
    expect(paused.lastChange).toMatchObject({
      ...{ action: 'pause', by: { kind: 'guard' } },
      reason: 'alert RolloutFailureRateHigh: 12 % of the updates of ALL failed.',
    });
    expect(paused.guard.pausedReason).toBe(paused.lastChange?.reason);
    expect(await shown('tier=ALL&status=firing')).toMatchObject([{ name: 'RolloutFailureRateHigh', pauses: true }]);
    expect((await control.audit('alerts.received'))[0]).toMatchObject({
      ...{ tier: 'ALL', subject: '/alerts/critical', reason: 'firing: RolloutFailureRateHigh; asks for a pause' },
    });
  });

  it('pauses once, however often it is told', async () => {
    const { directive } = await control.card();
    const nonce = await control.nonce();
    await tell('RolloutFailureRateHigh', { summary: '13 % of the updates of ALL failed.' });
    expect((await settled()).directive?.seq).toBe(directive?.seq);
    expect(await control.nonce()).toBe(nonce);
  });

  it('does not count once a resume has acknowledged it, though it fires on', async () => {
    await act('resume', { reason: 'known' });
    const resumed = await control.directive('resumed', (directive) => !directive.paused);
    await tell('RolloutFailureRateHigh');
    expect(await settled()).toMatchObject({ directive: { seq: resumed.directive?.seq, paused: false } });
  });

  it('counts again when another one begins after the resume', async () => {
    await tell('AnotherOne', { summary: '' });
    const paused = await control.directive('paused again', (directive) => directive.paused);
    expect(paused.guard.pausedReason).toBe('alert AnotherOne asks for a pause');
  });

  it('cannot resume, whatever it says', async () => {
    const { directive } = await control.card();
    await tell('Forged', { action: 'resume' });
    await arrived('Forged');
    expect(await settled()).toMatchObject({ directive: { seq: directive?.seq, paused: true } });
  });

  it('never pauses a rollback', async () => {
    await act('rollback', { to: 1 });
    const rolling = await control.directive('rolled back', ({ kind }) => kind === 'rollback');
    await tell('DuringRollback');
    await arrived('DuringRollback');
    expect(await settled()).toMatchObject({ directive: { seq: rolling.directive?.seq, paused: false } });
  });
});
