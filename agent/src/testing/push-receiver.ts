import { createHash, createPublicKey, verify } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { type AddressInfo } from 'node:net';
import { gunzipSync } from 'node:zlib';
import { uncompress } from 'snappyjs';
import { z } from 'zod';
import { decodeWriteRequest } from './write-request-decoder.ts';

/** One push, decoded. */
export interface ReceivedPush {
  signal: 'metrics' | 'logs';
  lane: 'live' | 'backlog';
  /** Each sample or line by its name and time, with its value or text. */
  records: { key: string; ms: number; content: string }[];
}

export type ReceiverAnswer =
  /** `after` = what it waits for before it says so: it has the push all the while. */
  | { status: number; headers?: Record<string, string>; body?: string; after?: Promise<unknown> }
  /** Never answers. */
  | 'hang'
  /** Breaks off in the middle of an answer. */
  | 'garbage';

export interface ReceiverOptions {
  nodeId: string;
  /** Raw Ed25519 key of the node, 0x and 64 hex digits. */
  publicKey: string;
  audience: string;
  cluster: string;
  tier: string;
}

/**
 * The hub's ingest listener as the contract has it, and stricter: it verifies token, encoding, labels and order of
 * labels, and keeps what it accepted. What a node may never do is a fault.
 */
export interface PushReceiver {
  readonly url: string;
  /** Accepted ones, in the order of their arrival. */
  readonly pushes: readonly ReceivedPush[];
  /** Pushes of any answer. */
  readonly asked: number;
  /** Pushes that wait for their answer now. */
  readonly open: number;
  /** How often each sample and line was accepted, by name and time. */
  readonly times: ReadonlyMap<string, number>;
  readonly faults: readonly string[];
  /** Answers 204 unless told. */
  answer: (push: ReceivedPush) => ReceiverAnswer;
  close(): Promise<void>;
}

const ACCEPT: ReceiverAnswer = { status: 204 };

const LokiPush = z.strictObject({
  streams: z.array(
    z.strictObject({
      stream: z.strictObject({
        cluster: z.string(),
        tier: z.string(),
        node_id: z.string(),
        service: z.string().min(1),
      }),
      values: z.array(z.tuple([z.string().regex(/^\d{19}$/), z.string(), z.record(z.string(), z.string())])).min(1),
    }),
  ),
});

export async function startPushReceiver(options: ReceiverOptions): Promise<PushReceiver> {
  const pushes: ReceivedPush[] = [];
  const times = new Map<string, number>();
  const contents = new Map<string, string>();
  const faults: string[] = [];
  let asked = 0;
  let open = 0;

  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      asked += 1;
      open += 1;
      response.once('close', () => (open -= 1));
      take(request, Buffer.concat(chunks), response);
    });
  });

  function take(request: IncomingMessage, body: Buffer, response: ServerResponse): void {
    let push: ReceivedPush;
    try {
      checkToken(request, body, options);
      push = decode(request, body, options);
    } catch (error) {
      faults.push(error instanceof Error ? error.message : 'a push that cannot be read');
      response.writeHead(400).end();
      return;
    }
    const answer = receiver.answer(push);
    if (answer === 'hang') return;
    if (answer === 'garbage') {
      response.socket?.end('HTTP/1.1 2');
      return;
    }
    if (answer.status === 204) keep(push);
    const { status, headers, body: text, after = Promise.resolve() } = answer;
    void after.then(() => response.writeHead(status, headers).end(text));
  }

  function keep(push: ReceivedPush): void {
    pushes.push(push);
    for (const { key, content } of push.records) {
      if ((contents.get(key) ?? content) !== content) faults.push(`${key} came with another value`);
      contents.set(key, content);
      times.set(key, (times.get(key) ?? 0) + 1);
    }
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const receiver: PushReceiver = {
    url: `http://127.0.0.1:${port}`,
    pushes,
    times,
    faults,
    get asked() {
      return asked;
    },
    get open() {
      return open;
    },
    answer: () => ACCEPT,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return receiver;
}

function decode({ url, headers }: IncomingMessage, body: Buffer, sender: ReceiverOptions): ReceivedPush {
  const lane = z.enum(['live', 'backlog']).parse(headers['noderr-lane'] ?? 'live');
  if (body.length > 1_000_000) throw new Error(`a body of ${body.length} bytes`);
  if (url === '/ingest/v1/metrics') {
    expectHeader(headers, 'content-type', 'application/x-protobuf');
    expectHeader(headers, 'content-encoding', 'snappy');
    expectHeader(headers, 'x-prometheus-remote-write-version', '0.1.0');
    return { signal: 'metrics', lane, records: samplesOf(uncompress(body), sender) };
  }
  if (url !== '/ingest/v1/logs') throw new Error(`a push to ${url ?? 'nowhere'}`);
  expectHeader(headers, 'content-type', 'application/json');
  expectHeader(headers, 'content-encoding', 'gzip');
  return { signal: 'logs', lane, records: linesOf(gunzipSync(body), sender) };
}

function samplesOf(request: Buffer, sender: ReceiverOptions): ReceivedPush['records'] {
  const series = decodeWriteRequest(request);
  if (series.length === 0 || series.length > 2_000) throw new Error(`${series.length} series in a push`);
  return series.flatMap(({ labels, samples }) => {
    const names = labels.map(([name]) => name);
    const isSorted = names.every((name, index) => index === 0 || (names[index - 1] ?? '') < name);
    if (!isSorted || labels.some(([, value]) => value === ''))
      throw new Error(`labels ${names.join()} are not in order`);
    const named = new Map(labels);
    checkSender(named.get('cluster'), named.get('tier'), named.get('node_id'), sender);
    const name = JSON.stringify(labels.filter(([label]) => !['cluster', 'tier', 'node_id'].includes(label)));
    return samples.map(({ value, timestampMs }) => ({
      ...{ key: `${name}@${timestampMs}`, ms: timestampMs, content: String(value) },
    }));
  });
}

function linesOf(json: Buffer, sender: ReceiverOptions): ReceivedPush['records'] {
  if (json.length > 1_000_000) throw new Error(`${json.length} bytes of lines in a push`);
  return LokiPush.parse(JSON.parse(json.toString())).streams.flatMap(({ stream, values }) => {
    checkSender(stream.cluster, stream.tier, stream.node_id, sender);
    if (values.length > 1_000) throw new Error(`${values.length} lines in a stream of a push`);
    return values.map(([ns, line, metadata]) => ({
      key: `${stream.service}@${ns}`,
      ms: Number(ns.slice(0, -6)),
      content: `${line} ${JSON.stringify(metadata)}`,
    }));
  });
}

function checkSender(
  cluster: string | undefined,
  tier: string | undefined,
  nodeId: string | undefined,
  sender: ReceiverOptions,
): void {
  if (cluster !== sender.cluster || tier !== sender.tier || nodeId !== sender.nodeId) {
    throw new Error(`a record of ${cluster ?? '?'}/${tier ?? '?'}/${nodeId ?? '?'}`);
  }
}

function expectHeader(headers: IncomingMessage['headers'], name: string, value: string): void {
  if (headers[name] !== value) throw new Error(`${name} is ${String(headers[name])}`);
}

const Claims = z.object({ sub: z.string(), aud: z.string(), htm: z.literal('POST'), htu: z.string(), bh: z.string() });

function checkToken({ url, headers }: IncomingMessage, body: Buffer, sender: ReceiverOptions): void {
  const [header, payload, signature] = (headers.authorization ?? '').replace(/^Bearer /, '').split('.');
  if (header === undefined || payload === undefined || signature === undefined) throw new Error('no token');
  const x = Buffer.from(sender.publicKey.slice(2), 'hex').toString('base64url');
  const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' });
  if (!verify(null, Buffer.from(`${header}.${payload}`), key, Buffer.from(signature, 'base64url'))) {
    throw new Error('a token of another key');
  }
  const claims = Claims.parse(JSON.parse(Buffer.from(payload, 'base64url').toString()));
  const bodyHash = createHash('sha256').update(body).digest('base64url');
  if (claims.htu !== url || claims.bh !== bodyHash || claims.aud !== sender.audience || claims.sub !== sender.nodeId) {
    throw new Error('a token of another request');
  }
}
