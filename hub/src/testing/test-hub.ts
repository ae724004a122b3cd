import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { nodeTokenAudience, type NodeTier } from '@noderr/protocol';
import { randomUUID } from 'node:crypto';
import { type FastifyBaseLogger } from 'fastify';
import { pino } from 'pino';
import { type Clock } from '../clock.ts';
import { type Hub, type HubDeps, startHub } from '../hub.ts';
import { type HubCore } from '../hub-core.ts';
import { readSettings, type Settings } from '../config/read-settings.ts';
import { TestDatabase } from './test-database.ts';
import { TestNode } from './test-node.ts';
import { watchOnly } from './watch-only.ts';

const BEACON = `0x${'be'.repeat(20)}`;
const CHAIN_ID = 31_337;

export interface Answer {
  status: number;
  headers: Headers;
  body: Record<string, unknown>;
}

/** A folder with a database and secrets made at run time, and hubs on loopback over it. */
export class TestHubFolder {
  readonly path = mkdtempSync(join(tmpdir(), 'noderr-hub-'));
  readonly database = new TestDatabase(this.path);
  readonly scrapeToken = randomUUID();
  readonly alertSecret = randomUUID();

  settings(over: Record<string, unknown> = {}): Settings {
    const config = join(this.path, 'hub.json');
    const values = {
      listenPort: 0,
      ...this.database.settings,
      chainId: CHAIN_ID,
      versionBeaconAddress: BEACON,
      rpcEndpoints: ['http://127.0.0.1:1'],
      readSecretFiles: [this.secretFile('read', randomUUID())],
      adminSecretFiles: [this.secretFile('admin', randomUUID())],
      scrapeTokenFiles: [this.secretFile('scrape', this.scrapeToken)],
      alertSecretFiles: [this.secretFile('alerts', this.alertSecret)],
      grafanaUrl: 'http://127.0.0.1:1/',
      ...over,
    };
    writeFileSync(config, JSON.stringify(values));
    return readSettings({ configFile: config, env: {} });
  }

  async start(over: TestHubOver = {}): Promise<TestHub> {
    await this.database.make();
    let core: HubCore | undefined;
    const logger = over.logger ?? pino({ level: 'silent' });
    const hub = await startHub(this.settings(over.settings), {
      logger,
      ...(over.clock ? { clock: over.clock } : {}),
      startControl(settings, opened) {
        core = opened;
        return (over.startControl ?? watchOnly)(settings, opened);
      },
    });
    if (!core) throw new Error('the hub started without a core');
    return new TestHub(hub, core);
  }

  async remove(): Promise<void> {
    await this.database.remove();
    rmSync(this.path, { recursive: true, force: true });
  }

  /** A file as secrets must be: readable by its owner only. */
  secretFile(name: string, value: string): string {
    const path = join(this.path, name);
    rmSync(path, { force: true });
    writeFileSync(path, value);
    chmodSync(path, 0o400);
    return path;
  }
}

export interface TestHubOver {
  settings?: Record<string, unknown>;
  clock?: Clock;
  logger?: FastifyBaseLogger;
  startControl?: HubDeps['startControl'];
}

export class TestHub {
  readonly url: string;
  /** Where it takes in telemetry; empty where it does not. */
  readonly ingestUrl: string;
  readonly core: HubCore;
  readonly #hub: Hub;

  constructor(hub: Hub, core: HubCore) {
    this.#hub = hub;
    this.core = core;
    this.url = hub.url;
    this.ingestUrl = hub.ingestUrl ?? '';
  }

  close(): Promise<void> {
    return this.#hub.close();
  }

  async joinToken(tier: NodeTier = 'ALL', ttlMinutes = 60): Promise<string> {
    const request = { id: randomUUID(), tier, ttlMinutes };
    return (await this.core.tokens.createJoin(request, { kind: 'cli', name: 'test' })).token;
  }

  /** A node that is enrolled. */
  async node(tier: NodeTier = 'ALL'): Promise<TestNode> {
    const node = newNode();
    await this.enrol(node, await this.joinToken(tier));
    return node;
  }

  enrol(node: TestNode, joinToken: string, more: Record<string, unknown> = {}): Promise<Answer> {
    return this.send(node, '/node/v1/enroll', { joinToken, publicKey: node.publicKey, name: 'test node', ...more });
  }

  /** What the node sends, signed by it. */
  send(node: TestNode, path: string, body: unknown, over: Parameters<TestNode['headers']>[2] = {}): Promise<Answer> {
    const text = JSON.stringify(body);
    return this.post(path, text, node.headers(path, text, over, this.core.clock.now()));
  }

  async post(path: string, body: string, headers: Record<string, string>): Promise<Answer> {
    return answerOf(await fetch(this.url + path, { method: 'POST', body, headers }));
  }

  /** To the listener that takes in telemetry. */
  async postTelemetry(path: string, body: Buffer, headers: Record<string, string>): Promise<Answer> {
    return answerOf(await fetch(this.ingestUrl + path, { method: 'POST', body: new Uint8Array(body), headers }));
  }

  async get(path: string, headers: Record<string, string> = {}): Promise<Answer> {
    return answerOf(await fetch(this.url + path, { headers }));
  }

  async text(path: string, headers: Record<string, string> = {}): Promise<{ status: number; text: string }> {
    const reply = await fetch(this.url + path, { headers });
    return { status: reply.status, text: await reply.text() };
  }
}

export function newNode(): TestNode {
  return new TestNode(nodeTokenAudience(CHAIN_ID, BEACON as Parameters<typeof nodeTokenAudience>[1]));
}

async function answerOf(reply: Response): Promise<Answer> {
  const text = await reply.text();
  const body = text === '' ? {} : (JSON.parse(text) as Record<string, unknown>);
  return { status: reply.status, headers: reply.headers, body };
}
