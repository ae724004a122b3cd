import { connect } from 'node:net';
import { createLogger } from '../../src/logs.ts';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type TestHub, TestHubFolder } from '../../src/testing/test-hub.ts';

let folder: TestHubFolder;
let hub: TestHub;
const lines: string[] = [];

beforeEach(async () => {
  folder = new TestHubFolder();
  lines.length = 0;
  const logger = createLogger('trace', { write: (line) => lines.push(line) });
  hub = await folder.start({ settings: { requestTimeoutMs: 300 }, logger });
});
afterEach(async () => {
  await hub.close();
  await folder.remove();
});

describe('operations', () => {
  it('listen on loopback', () => {
    expect(hub.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  });

  it('say that they are well', async () => {
    expect(await hub.get('/healthz')).toMatchObject({ status: 200, body: { status: 'ok' } });
  });

  it('describe every route from its schemas', async () => {
    const { body } = await hub.get('/openapi.json');
    expect(body).toMatchObject({ openapi: '3.1.0' });
    expect(Object.keys(body.paths as object)).toEqual(
      expect.arrayContaining([
        '/node/v1/enroll',
        '/node/v1/heartbeat',
        '/node/v1/events',
        '/metrics',
        '/sd/nodes',
        '/alerts',
      ]),
    );
  });

  it.each([{}, { authorization: 'Bearer wrong' }, { authorization: 'Bearer ' }, { authorization: 'Basic eDp5' }])(
    'give metrics to nobody without the scrape token: %j',
    async (headers) => {
      expect(await hub.get('/metrics', headers)).toMatchObject({ status: 401, body: { code: 'scrape/wrong-token' } });
    },
  );

  it.each([{}, { authorization: 'Bearer wrong' }])(
    'name nodes to nobody without the scrape token: %j',
    async (headers) => {
      await hub.node();
      expect(await hub.get('/sd/nodes', headers)).toMatchObject({ status: 401, body: { code: 'scrape/wrong-token' } });
    },
  );

  it('name expected nodes as http_sd wants them', async () => {
    const [node, suspended] = [await hub.node('ORACLE'), await hub.node()];
    await hub.send(node, '/node/v1/heartbeat', node.heartbeat());
    await hub.core.nodes.suspend(suspended.nodeId, '', { kind: 'cli', name: 'test' });
    const { text } = await hub.text('/sd/nodes', { authorization: `Bearer ${folder.scrapeToken}` });
    expect(JSON.parse(text)).toEqual([
      {
        targets: [node.nodeId],
        labels: {
          __meta_noderr_node_id: node.nodeId,
          __meta_noderr_name: 'test node',
          __meta_noderr_tier: 'ORACLE',
          __meta_noderr_version: '1.0.0',
          __meta_noderr_status: 'active',
        },
      },
    ]);
  });

  it('give metrics of nodes and of themselves', async () => {
    const node = await hub.node('GUARDIAN');
    await hub.send(node, '/node/v1/heartbeat', node.heartbeat());
    const { status, text } = await hub.text('/metrics', { authorization: `Bearer ${folder.scrapeToken}` });
    expect(status).toBe(200);
    expect(text).toContain(
      `noderr_node_info{node_id="${node.nodeId}",tier="GUARDIAN",name="test node",version="1.0.0"} 1`,
    );
    expect(text).toContain('noderr_hub_heartbeats_total{result="taken"} 1');
    expect(text).toContain('process_resident_memory_bytes');
  });

  it('drop a client that drips its request', async () => {
    const { port, hostname } = new URL(hub.url);
    const socket = connect(Number(port), hostname);
    const closed = new Promise<string>((resolve, reject) => {
      let received = '';
      socket.on('data', (chunk) => (received += chunk.toString()));
      socket.on('close', () => {
        resolve(received);
      });
      socket.on('error', reject);
    });
    socket.write('POST /node/v1/heartbeat HTTP/1.1\r\nHost: x\r\nContent-Length: 900\r\n');
    expect(await closed).toMatch(/^HTTP\/1\.1 408|^$/);
    expect(await hub.get('/healthz')).toMatchObject({ status: 200 });
  });

  it('drop a client whose body never comes to its end', async () => {
    const { port, hostname } = new URL(hub.url);
    const node = await hub.node();
    const body = JSON.stringify(node.heartbeat());
    const { authorization = '' } = node.headers('/node/v1/heartbeat', body);
    const socket = connect(Number(port), hostname);
    const closed = new Promise<string>((resolve) => {
      let received = '';
      socket.on('data', (chunk) => (received += chunk.toString()));
      socket.on('close', () => {
        resolve(received);
      });
    });
    socket.write(
      `POST /node/v1/heartbeat HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nAuthorization: ${authorization}\r\nContent-Length: ${body.length}\r\n\r\n${body.slice(0, 20)}`,
    );
    expect(await closed).toMatch(/^HTTP\/1\.1 408|^$/);
    expect(hub.core.fleet.get(node.nodeId)?.heartbeat).toBeNull();
  });

  it('log no token and no key of anybody', async () => {
    const node = await hub.node();
    const body = JSON.stringify(node.heartbeat());
    const headers = node.headers('/node/v1/heartbeat', body);
    await hub.post('/node/v1/heartbeat', body, headers);
    await hub.post('/node/v1/heartbeat', 'x', headers);
    const log = lines.join('');
    expect(log).toContain('the hub listens');
    expect(log).not.toContain(headers.authorization?.split('.')[2] ?? '');
    expect(log).not.toContain(folder.scrapeToken);
  });

  it('say so when the port is taken, and leave nothing open', async () => {
    const port = Number(new URL(hub.url).port);
    const second = new TestHubFolder();
    for (const [settings, named] of [
      [{ listenPort: port }, 'listenPort or listenHost'],
      [{ ingestPort: port, prometheusUrl: 'http://127.0.0.1:1/push' }, 'ingestPort or ingestHost'],
    ] as const) {
      await expect(second.start({ settings })).rejects.toMatchObject({
        code: 'listen/failed',
        message: `cannot listen on 127.0.0.1 port ${port}: free it, or set ${named} to another one`,
        cause: { code: 'EADDRINUSE' },
      });
    }
    await second.remove();
  });
});
