import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { randomUUID } from 'node:crypto';
import { runCli, startRpcProxy } from '@noderr/beacon/testing';
import { type EventDelivery } from '@noderr/protocol';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TestNode } from '../src/testing/test-node.ts';
import { ControlHub, until } from './actions/control-hub.ts';

interface Run {
  code: number;
  stdout: string;
  stderr: string;
}

interface Report {
  proven: boolean;
  findings: { code: string; rolloutId: number | null; nodeId: string | null; message: string }[];
  receipts: { read: number; proven: number };
  tiers: object[];
}

const NAMES = ['anna', 'bill', 'cora', 'dora', 'emil', 'finn'] as const;
type Name = (typeof NAMES)[number];

let control: ControlHub;
let token: string;
const nodes = {} as Record<Name, TestNode>;

/** Six nodes take the first release; of the second, bill's rolls back and the others' commit. */
beforeAll(async () => {
  control = await ControlHub.start({ guardEnabled: false, gateEnabled: false });
  const { tokens } = control.hub.core;
  token = join(control.folder.path, 'read-token');
  const made = await tokens.createRead({ id: randomUUID(), ttlDays: 1 }, { kind: 'cli', name: 'test' });
  writeFileSync(token, made.token);
  chmodSync(token, 0o400);

  await control.beacon.publish({ version: '1.0.0' });
  await control.directive('the first release is final', ({ target }) => target === 1);
  for (const name of NAMES) {
    nodes[name] = await control.node(name);
    await tell(name, { seq: 1, rolloutId: 1, from: 0, to: 1 });
    await control.beat(nodes[name], { committed: 1 });
  }
  await control.beacon.publish({ version: '1.1.0', promote: true });
  await control.directive('the second release is final', ({ target }) => target === 2);
  const second = { seq: 2, rolloutId: 2, from: 1, to: 2 };
  for (const name of NAMES) {
    const back = { outcome: 'rolled-back', code: 'health/timeout', rollbackMs: 900 };
    await tell(name, name === 'bill' ? { ...second, ...back } : second);
    await control.beat(nodes[name], { committed: name === 'bill' ? 1 : 2 });
  }
});

afterAll(() => control.close());

async function tell(name: Name, over: Record<string, unknown>): Promise<void> {
  expect((await control.tell(nodes[name], over)).status).toBe(200);
}

/** `noderr audit verify`, through another endpoint where one is given. */
async function verifyThrough(rpc: string, ...args: string[]): Promise<Run> {
  const out: Run = { code: 0, stdout: '', stderr: '' };
  const hub = ['--hub', control.hub.url, '--hub-token', token];
  const chain = ['--rpc', rpc, '--deployment', join(control.folder.path, 'deployment.json')];
  out.code = await runCli(['audit', 'verify', ...hub, ...chain, ...args], {
    streams: { stdout: (text) => void (out.stdout += text), stderr: (text) => void (out.stderr += text) },
    signal: AbortSignal.timeout(60_000),
    defaultStateFile: join(control.folder.path, 'transactions.sqlite'),
  });
  return out;
}

function verify(...args: string[]): Promise<Run> {
  return verifyThrough(control.anvil.url, ...args);
}

async function report(...args: string[]): Promise<Report> {
  const { stdout, stderr } = await verify(...args, '--json');
  expect(stdout, stderr).not.toBe('');
  return JSON.parse(stdout) as Report;
}

/** The hub anew over its database, so that nothing of before is kept at hand. */
async function restart(): Promise<void> {
  await control.hub.close();
  await control.restart();
  await until('the chain is read', async () => !(await control.tiers()).chain.stale);
}

describe('an honest hub', () => {
  it('is proven: each rollout in a line, and what rests on its word', async () => {
    const { code, stdout, stderr } = await verify();
    expect(code, stdout + stderr).toBe(0);
    expect(stdout).toContain('ALL 1  rollout to 1.0.0, complete: 6 receipts, as the hub shows it');
    expect(stdout).toContain('ALL 2  rollout to 1.1.0, complete: 6 receipts, as the hub shows it');
    expect(stdout).toContain('ORACLE  nothing published');
    expect(stdout).toMatch(/^proven: 2 rollouts, 12 of 12 receipts signed by their nodes; final block \d+ by 1 of 1/m);
    expect(stderr).toContain('12 receipts read');
  });

  it('is proven for one tier or one rollout, as JSON', async () => {
    const one = await report('--tier', 'ALL', '--rollout', '2');
    expect(one).toMatchObject({ proven: true, findings: [], receipts: { read: 12, proven: 12, notFinal: 0 } });
    expect(one.tiers).toMatchObject([
      { tier: 'ALL', view: { rolloutId: 2, target: 2, nodes: 6, budget: { used: 1 } } },
    ]);
  });
});

describe('endpoints that are behind the hub', () => {
  it('are waited for', async () => {
    const proxy = await startRpcProxy(control.anvil.url);
    const { deploymentBlock } = control.beacon.deployment;
    const block = await control.anvil.rpc('eth_getBlockByNumber', `0x${deploymentBlock.toString(16)}`, false);
    let behind = 2;
    proxy.behave(({ method, params }) => {
      const isHead = method === 'eth_getBlockByNumber' && params[0] === 'finalized';
      return isHead && behind-- > 0 ? { kind: 'answer', result: block } : undefined;
    });
    const { code, stderr } = await verifyThrough(proxy.url, '--tier', 'ALL');
    await proxy.close();
    expect(code, stderr).toBe(0);
    expect(stderr).toContain(`as final (now ${deploymentBlock})`);
  });
});

describe('a wrong command line', () => {
  it('is refused with what to do', async () => {
    expect(await verify('--rollout', '1')).toMatchObject({ code: 2 });
    const unknown = await verify('--tier', 'ALL', '--rollout', '9');
    expect(unknown).toMatchObject({ code: 2 });
    expect(unknown.stderr).toContain('there is no rollout 9 of this tier [audit/unknown-rollout]');
  });
});

describe('a hub whose database was edited', () => {
  it('is found out: every touched row is named, with both sides', async () => {
    const { db } = control.hub.core;
    const attempts = (name: Name, rollout: number) =>
      db.updateTable('attempts').where('node_id', '=', nodes[name].nodeId).where('rollout_id', '=', rollout);
    await attempts('anna', 1).set({ outcome: 'failed', code: 'start/exited' }).execute();
    await attempts('bill', 2).set({ outcome: 'committed', code: null }).execute();
    await attempts('finn', 2).set({ outcome: null, code: null, outcome_n: null, outcome_at: null }).execute();
    const gone = await attemptOf('cora', 2);
    await db.deleteFrom('update_events').where('attempt_id', '=', gone).execute();
    await replaceReceipt('dora', ({ event }) => nodes.anna.receipt(event));
    const earlier = await deliveryOf('emil', 1);
    await replaceReceipt('emil', () => earlier.receipt);
    await restart();

    const { code, stdout } = await verify('--json');
    expect(code).toBe(1);
    const { proven, findings } = JSON.parse(stdout) as Report;
    expect(proven).toBe(false);
    const told = (name: Name): string[] =>
      findings
        .filter(({ nodeId }) => nodeId === nodes[name].nodeId)
        .map((finding) => `${finding.rolloutId ?? ''} ${finding.code}`);
    expect(told('anna')).toEqual(['1 receipt/contradicted']);
    expect(told('bill')).toEqual(['2 receipt/contradicted']);
    expect(told('cora')).toEqual(['2 receipt/missing']);
    expect(told('dora')).toEqual(['2 receipt/bad-signature']);
    expect(told('emil')).toEqual(['2 receipt/misfiled']);
    expect(told('finn')).toEqual(['2 receipt/hidden']);
    const consequences = findings.filter(({ nodeId }) => nodeId === null);
    expect(consequences.map(({ rolloutId, code: what, message }) => `${rolloutId ?? ''} ${what}: ${message}`)).toEqual(
      expect.arrayContaining([
        '1 history/differs: failed is 1 by the hub, 0 by chain and receipts',
        '2 view/differs: budget.used is 0 by the hub, 1 by chain and receipts',
      ]),
    );

    const { stdout: text } = await verify();
    expect(text).toContain('differences:\n');
    expect(text).toMatch(/outcome committed where the node signed rolled-back.*\[receipt\/contradicted\]/);
    expect(text).toMatch(/^NOT proven, \d+ differences: /m);
  });

  it('is still proven in a rollout that nobody touched', async () => {
    await control.beacon.rollback(1);
    await control.directive('the rollback is final', ({ kind }) => kind === 'rollback');
    await tell('anna', { seq: 3, rolloutId: 3, from: 2, to: 1 });
    await control.beat(nodes.anna, { committed: 1 });
    const { code, stdout } = await verify('--tier', 'ALL', '--rollout', '3');
    expect(code, stdout).toBe(0);
    expect(stdout).toMatch(/^ALL 3 {2}rollback to 1\.0\.0, roll(ing|ed)-back: 1 receipt, as the hub shows it/m);
  });
});

async function attemptOf(name: Name, rollout: number): Promise<string> {
  const row = await control.hub.core.db
    .selectFrom('attempts')
    .select('attempt_id')
    .where('node_id', '=', nodes[name].nodeId)
    .where('rollout_id', '=', rollout)
    .executeTakeFirstOrThrow();
  return row.attempt_id;
}

type Delivery = Extract<EventDelivery, { kind: 'outcome' }>;

async function deliveryOf(name: Name, rollout: number): Promise<Delivery> {
  const row = await control.hub.core.db
    .selectFrom('update_events')
    .select('delivery')
    .where('attempt_id', '=', await attemptOf(name, rollout))
    .executeTakeFirstOrThrow();
  return JSON.parse(row.delivery) as Delivery;
}

/** Puts another receipt in the place of that of a node's second rollout. */
async function replaceReceipt(name: Name, make: (kept: Delivery) => string): Promise<void> {
  const kept = await deliveryOf(name, 2);
  const delivery = JSON.stringify({ ...kept, receipt: make(kept) });
  const attemptId = await attemptOf(name, 2);
  await control.hub.core.db
    .updateTable('update_events')
    .set({ delivery })
    .where('attempt_id', '=', attemptId)
    .execute();
}
