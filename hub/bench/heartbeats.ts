import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { newNode, TestHubFolder } from '../src/testing/test-hub.ts';
import { type TestNode } from '../src/testing/test-node.ts';
import { enrolAll } from './enrol-all.ts';
import { type Prepared, sendAll } from './sender.ts';

/**
 * Signed heartbeats that the hub takes per second of one core, beside the bare Ed25519 verification in the same
 * process. It counts CPU time of the hub's process, so that other work on the machine does not change the figure.
 */
const NODES = 1_000;
const PER_NODE = 20;
const RUNS = 5;
const CONNECTIONS = 32;
const PATH = '/node/v1/heartbeat';

const Cpu = z.object({ cpuUs: z.number() });

async function main(): Promise<void> {
  const folder = new TestHubFolder();
  const nodes = Array.from({ length: NODES }, newNode);
  folder.settings();
  await enrolAll(join(folder.path, 'hub.sqlite'), nodes);
  const child = fork(fileURLToPath(new URL('bench-hub.ts', import.meta.url)), [join(folder.path, 'hub.json')]);
  try {
    const { url } = z.object({ url: z.string() }).parse((await once(child, 'message'))[0]);
    await run(child, url, nodes);
    const runs = [];
    for (let i = 0; i < RUNS; i += 1) runs.push(await run(child, url, nodes));
    report(runs);
  } finally {
    child.send({ ask: 'stop' });
    await once(child, 'exit');
    await folder.remove();
  }
}

interface Run {
  /** CPU microseconds of the hub for one heartbeat, everything counted. */
  heartbeatUs: number;
  /** CPU microseconds for one signature check alone. */
  verifyUs: number;
  /** Heartbeats a second by the clock on the wall, the sender on the same machine. */
  wallRate: number;
}

async function run(child: ChildProcess, url: string, nodes: readonly TestNode[]): Promise<Run> {
  const count = nodes.length * PER_NODE;
  const prepared = Array.from({ length: PER_NODE }, () => nodes).flatMap((round) =>
    round.map((one) => prepare(url, one)),
  );
  const first = prepared[0];
  const node = nodes[0];
  if (!first || !node) throw new Error('there is nothing to send');
  const token = first.headers.authorization?.slice('Bearer '.length) ?? '';
  const times = 5_000;
  const verifyCpu = await ask(child, { ask: 'verify', token, publicKey: node.publicKey, times });

  const before = await ask(child, { ask: 'cpu' });
  const startedAt = performance.now();
  await sendAll(prepared, { connections: CONNECTIONS });
  const seconds = (performance.now() - startedAt) / 1000;
  const used = (await ask(child, { ask: 'cpu' })) - before;
  return { heartbeatUs: used / count, verifyUs: verifyCpu / times, wallRate: count / seconds };
}

function prepare(url: string, node: TestNode): Prepared {
  const chain = { seq: 5, rolloutId: 5, headHash: node.kid, height: 18_000_000, blockTime: 1_800_000_000 };
  const body = Buffer.from(JSON.stringify(node.heartbeat({ chain, kept: [1] })));
  return { url: url + PATH, body, headers: { ...node.headers(PATH, body), 'content-length': String(body.length) } };
}

async function ask(child: ChildProcess, message: object): Promise<number> {
  const answer = once(child, 'message');
  child.send(message);
  return Cpu.parse((await answer)[0]).cpuUs;
}

function report(runs: readonly Run[]): void {
  const median = (of: (run: Run) => number): number => runs.map(of).sort((a, b) => a - b)[runs.length >> 1] ?? 0;
  const heartbeatUs = median((each) => each.heartbeatUs);
  const verifyUs = median((each) => each.verifyUs);
  const ratio = median((each) => each.heartbeatUs / each.verifyUs);
  const shareOfCore = (heartbeatUs * NODES) / 10 / 1e6;
  const lines = [
    `${NODES} nodes, ${RUNS} runs of ${NODES * PER_NODE} signed heartbeats, medians, CPU time of the hub's process`,
    `one heartbeat, all told        ${heartbeatUs.toFixed(0)} µs   ${Math.round(1e6 / heartbeatUs)} a second of one core`,
    `bare Ed25519 verification      ${verifyUs.toFixed(0)} µs   ${Math.round(1e6 / verifyUs)} a second of one core`,
    `ratio                          ${ratio.toFixed(2)}`,
    `1 000 nodes every 10 s         ${(shareOfCore * 100).toFixed(1)} % of one core`,
    `on the wall, sender beside it  ${Math.round(median((each) => each.wallRate))} a second`,
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
}

await main();
