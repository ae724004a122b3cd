import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { randomBytes, randomUUID } from 'node:crypto';
import { type Anvil, deployTestBeacon, startAnvil, type TestBeacon } from '@noderr/beacon/testing';
import { Address, type Ms, nodeTokenAudience, type NodeTier, type TierCard, TierList } from '@noderr/protocol';
import { computeAddress, encryptKeystoreJson } from 'ethers';
import { exportJWK, generateKeyPair, type CryptoKey, type JWTPayload, SignJWT } from 'jose';
import { type Clock } from '../../src/clock.ts';
import { startControlPlane } from '../../src/control-plane.ts';
import { type Answer, type TestHub, TestHubFolder } from '../../src/testing/test-hub.ts';
import { TestNode } from '../../src/testing/test-node.ts';

const GRAFANA = 'http://grafana.test/';

/** The real time, and what a test adds to it. */
export class OffsetClock implements Clock {
  #offset = 0;

  now(): Ms {
    return (Date.now() + this.#offset) as Ms;
  }

  advance(ms: number): void {
    this.#offset += ms;
  }
}

export interface Person {
  login: string;
  role: 'Admin' | 'Editor' | 'Viewer';
  sub: string;
}

export const ada: Person = { login: 'ada', role: 'Admin', sub: 'user:1' };
export const bob: Person = { login: 'bob', role: 'Admin', sub: 'user:2' };
export const vic: Person = { login: 'vic', role: 'Viewer', sub: 'user:3' };

export interface Sent {
  secret?: 'read' | 'admin' | null;
  idToken?: string | null;
  headers?: Record<string, string>;
}

/** A hub with its control plane over a real chain, and people who come through a Grafana of our own. */
export class ControlHub {
  readonly anvil: Anvil;
  readonly beacon: TestBeacon;
  readonly clock = new OffsetClock();
  readonly folder = new TestHubFolder();
  readonly operator: Address;
  readonly secrets = { read: randomUUID(), admin: randomUUID() };
  readonly #settings: Record<string, unknown>;
  readonly #key: CryptoKey;
  hub: TestHub;

  private constructor(parts: {
    anvil: Anvil;
    beacon: TestBeacon;
    operator: Address;
    key: CryptoKey;
    settings: (self: ControlHub) => Record<string, unknown>;
  }) {
    this.anvil = parts.anvil;
    this.beacon = parts.beacon;
    this.operator = parts.operator;
    this.#key = parts.key;
    this.#settings = parts.settings(this);
    this.hub = undefined as unknown as TestHub;
  }

  static async start(over: Record<string, unknown> = {}): Promise<ControlHub> {
    const anvil = await startAnvil();
    const beacon = await deployTestBeacon(anvil);
    const privateKey = `0x${randomBytes(32).toString('hex')}`;
    const operator = Address.parse(computeAddress(privateKey));
    await anvil.fund(operator);
    await beacon.grant('OPERATOR', operator);
    const { privateKey: key, publicKey } = await generateKeyPair('ES256', { extractable: true });
    const jwk = { ...(await exportJWK(publicKey)), kid: 'now', alg: 'ES256', use: 'sig' };
    // The least work that the format allows: the password protects nothing here.
    const keystore = await encryptKeystoreJson({ address: operator, privateKey }, 'test', { scrypt: { N: 2 } });

    const self = new ControlHub({
      ...{ anvil, beacon, operator, key },
      settings: (hub) => ({
        chainId: beacon.deployment.chainId,
        versionBeaconAddress: beacon.deployment.beacon,
        rpcEndpoints: [anvil.url],
        chainIntervalMs: 250,
        deploymentFile: hub.#file('deployment.json', JSON.stringify(beacon.deployment)),
        signerKeystoreFile: hub.#file('keystore.json', keystore),
        signerPasswordFile: hub.#file('password', 'test'),
        readSecretFiles: [hub.#file('plugin-read', hub.secrets.read)],
        adminSecretFiles: [hub.#file('plugin-admin', hub.secrets.admin)],
        grafanaUrl: GRAFANA,
        grafanaKeysFile: hub.#file('jwks.json', JSON.stringify({ keys: [jwk] })),
        ...over,
      }),
    });
    await self.restart();
    await until('the chain is read', async () => !(await self.tiers()).chain.stale);
    return self;
  }

  /** Starts the hub again over the same database. */
  async restart(): Promise<void> {
    this.hub = await this.folder.start({
      settings: this.#settings,
      clock: this.clock,
      startControl: startControlPlane,
    });
  }

  forgetDatabase(): Promise<void> {
    return this.folder.database.empty();
  }

  async close(): Promise<void> {
    await this.hub.close();
    await this.anvil.close();
    await this.folder.remove();
  }

  mint(person: Person, over: JWTPayload = {}, key: CryptoKey = this.#key): Promise<string> {
    const now = Math.floor(this.clock.now() / 1000);
    const { login, role, sub } = person;
    const claims = { type: 'user', username: login, role, iss: GRAFANA, aud: 'org:1', sub, iat: now, exp: now + 600 };
    return new SignJWT({ ...claims, ...over }).setProtectedHeader({ alg: 'ES256', typ: 'jwt', kid: 'now' }).sign(key);
  }

  async get(path: string, person: Person = vic, sent: Sent = {}): Promise<Answer> {
    return this.hub.get(path, await this.#headers(person, { secret: 'read', ...sent }));
  }

  async post(path: string, body: unknown, person: Person = ada, sent: Sent = {}): Promise<Answer> {
    const headers = await this.#headers(person, { secret: 'admin', ...sent });
    return this.hub.post(path, JSON.stringify(body), { 'content-type': 'application/json', ...headers });
  }

  async tiers(): Promise<TierList> {
    return TierList.parse((await this.get('/api/v1/tiers')).body);
  }

  async card(tier: NodeTier = 'ALL'): Promise<TierCard> {
    const card = (await this.tiers()).tiers.find((one) => one.tier === tier);
    if (!card) throw new Error(`no card of ${tier}`);
    return card;
  }

  /** Until the tier's final directive is as told. */
  directive(what: string, test: (directive: NonNullable<TierCard['directive']>) => boolean): Promise<TierCard> {
    return until(what, async () => {
      const card = await this.card();
      return card.directive && test(card.directive) ? card : null;
    });
  }

  async node(name = 'test node', tier: NodeTier = 'ALL'): Promise<TestNode> {
    const { chainId, beacon } = this.beacon.deployment;
    const node = new TestNode(nodeTokenAudience(chainId, beacon));
    await this.hub.enrol(node, await this.hub.joinToken(tier), { name });
    return node;
  }

  /** A heartbeat as the node sends it after it has read the chain. */
  async beat(node: TestNode, over: Record<string, unknown> = {}): Promise<Answer> {
    const { directive } = await this.card();
    const chain = directive && {
      seq: directive.seq,
      rolloutId: directive.rolloutId,
      headHash: directive.headHash,
      height: 1,
      blockTime: 1,
    };
    return this.hub.send(node, '/node/v1/heartbeat', node.heartbeat({ at: this.clock.now(), chain, ...over }));
  }

  /** The outcome of one attempt, as a node tells of it. */
  tell(node: TestNode, over: Record<string, unknown>): Promise<Answer> {
    const attemptId = randomUUID();
    const event = node.outcomeEvent(attemptId, 0, { at: this.clock.now(), ...over });
    const events = [{ kind: 'outcome', event, receipt: node.receipt(event) }];
    return this.hub.send(node, '/node/v1/events', { events });
  }

  async audit(action?: string): Promise<Record<string, unknown>[]> {
    const query = action === undefined ? '' : `?action=${action}`;
    return (await this.get(`/api/v1/audit${query}`)).body.entries as Record<string, unknown>[];
  }

  /** Transactions that the hub's key has ever sent. */
  async nonce(): Promise<number> {
    return Number(await this.anvil.rpc('eth_getTransactionCount', this.operator, 'pending'));
  }

  #file(name: string, content: string): string {
    const path = join(this.folder.path, name);
    writeFileSync(path, content);
    chmodSync(path, 0o400);
    return path;
  }

  async #headers(person: Person, sent: Sent): Promise<Record<string, string>> {
    const idToken = sent.idToken === undefined ? await this.mint(person) : sent.idToken;
    return {
      ...(sent.secret ? { 'x-noderr-secret': this.secrets[sent.secret] } : {}),
      ...(idToken === null ? {} : { 'x-grafana-id': idToken }),
      ...sent.headers,
    };
  }
}

/** Looks again until there is an answer that is not null or false. */
export async function until<T>(what: string, look: () => Promise<T | null | false>): Promise<T> {
  const deadline = Date.now() + 45_000;
  for (;;) {
    const found = await look();
    if (found !== null && found !== false) return found;
    if (Date.now() > deadline) throw new Error(`still not: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
