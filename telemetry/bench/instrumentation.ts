import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { fileURLToPath } from 'node:url';
import { BODY, VARIANTS, type Variant } from './variant.ts';

/**
 * What the instrumentation of a node:http server costs per request, beside the same two metrics written by hand with
 * @prometheus-io/client and beside none. It counts CPU time of the serving process, the three variants in turn in each
 * round, so that other work on the machine changes all three alike.
 */
const ROUNDS = 60;
const WARM_UP = 2;
const CONNECTIONS = 4;
const PIPELINED = 25;
const BATCHES = 20;
const PER_ROUND = CONNECTIONS * PIPELINED * BATCHES;

const REQUESTS = 'GET /orders/7 HTTP/1.1\r\nHost: bench\r\n\r\n'.repeat(PIPELINED);

async function main(): Promise<void> {
  const child = fork(fileURLToPath(new URL('instrumentation-server.ts', import.meta.url)));
  try {
    const [{ ports }] = (await once(child, 'message')) as [{ ports: Record<Variant, number> }];
    const costs: Record<Variant, number[]> = { plain: [], bare: [], telemetry: [] };
    for (let round = 0; round < WARM_UP + ROUNDS; round += 1) {
      for (const variant of inTurn(round)) {
        const cost = await measure(child, ports[variant]);
        if (round >= WARM_UP) costs[variant].push(cost);
      }
    }
    report(costs);
  } finally {
    child.disconnect();
    await once(child, 'exit');
  }
}

/** The variants, each first in every third round: what one leaves behind burdens the next. */
function inTurn(round: number): readonly Variant[] {
  const first = round % VARIANTS.length;
  return [...VARIANTS.slice(first), ...VARIANTS.slice(0, first)];
}

/** CPU microseconds of the server for one request. */
async function measure(child: ChildProcess, port: number): Promise<number> {
  const sockets = Array.from({ length: CONNECTIONS }, () => connect(port, '127.0.0.1'));
  await Promise.all(sockets.map((socket) => once(socket, 'connect')));
  const before = await cpuOf(child);
  await Promise.all(sockets.map(drive));
  const used = (await cpuOf(child)) - before;
  for (const socket of sockets) socket.destroy();
  return used / PER_ROUND;
}

async function drive(socket: Socket): Promise<void> {
  for (let batch = 0; batch < BATCHES; batch += 1) {
    socket.write(REQUESTS);
    for (let answers = 0; answers < PIPELINED;) {
      const [chunk] = (await once(socket, 'data')) as [Buffer];
      answers += chunk.toString('latin1').split(BODY).length - 1;
    }
  }
}

async function cpuOf(child: ChildProcess): Promise<number> {
  const answered = once(child, 'message');
  child.send('cpu');
  const [{ cpuUs }] = (await answered) as [{ cpuUs: number }];
  return cpuUs;
}

function report(costs: Readonly<Record<Variant, number[]>>): void {
  const plain = median(costs.plain);
  const added = (variant: Variant): number =>
    median(costs[variant].map((cost, round) => cost - (costs.plain[round] ?? 0)));
  const [bare, telemetry] = [added('bare'), added('telemetry')];
  const lines = [
    `${ROUNDS} rounds of ${PER_ROUND} requests to each server, medians, CPU time of the serving process`,
    `a request, not instrumented       ${plain.toFixed(1)} µs`,
    `added by the client, by hand      ${bare.toFixed(1)} µs   ${((bare / plain) * 100).toFixed(0)} %`,
    `added by the telemetry library    ${telemetry.toFixed(1)} µs   ${((telemetry / plain) * 100).toFixed(0)} %`,
    `ratio of the two                  ${(telemetry / bare).toFixed(2)}`,
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? NaN;
}

await main();
