import { createHash, generateKeyPairSync, type KeyObject, randomUUID, sign } from 'node:crypto';
import {
  type AttemptId,
  eventId,
  Heartbeat,
  Hex32,
  keyIdOf,
  NODE_TOKEN_TYP,
  type NodeId,
  nodeIdOf,
  OutcomeEvent,
  RECEIPT_TYP,
  StateEvent,
} from '@noderr/protocol';

export interface TokenOver {
  header?: Record<string, unknown>;
  claims?: Record<string, unknown>;
}

/** A node as tests and the bench need one: a fresh key, tokens, heartbeats, events and receipts. */
export class TestNode {
  readonly publicKey: Hex32;
  readonly nodeId: NodeId;
  readonly kid: Hex32;
  readonly boot = randomUUID();
  readonly #key: KeyObject;
  readonly #audience: string;
  #n = 0;

  constructor(audience: string) {
    const { publicKey, privateKey } = generateKeyPairSync('ed25519');
    const raw = Buffer.from(String(publicKey.export({ format: 'jwk' }).x), 'base64url');
    this.publicKey = Hex32.parse(`0x${raw.toString('hex')}`);
    this.nodeId = nodeIdOf(this.publicKey);
    this.kid = keyIdOf(this.publicKey);
    this.#key = privateKey;
    this.#audience = audience;
  }

  token(path: string, body: string | Buffer, over: TokenOver = {}, nowMs: number = Date.now()): string {
    const iat = Math.floor(nowMs / 1000);
    const bh = createHash('sha256').update(body).digest('base64url');
    return this.jws(
      { alg: 'EdDSA', typ: NODE_TOKEN_TYP, kid: this.kid, ...over.header },
      { sub: this.nodeId, aud: this.#audience, iat, exp: iat + 60, htm: 'POST', htu: path, bh, ...over.claims },
    );
  }

  headers(path: string, body: string | Buffer, over: TokenOver = {}, nowMs?: number): Record<string, string> {
    return { 'content-type': 'application/json', authorization: `Bearer ${this.token(path, body, over, nowMs)}` };
  }

  jws(header: object, payload: object): string {
    const signed = [header, payload].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.');
    return `${signed}.${sign(null, Buffer.from(signed), this.#key).toString('base64url')}`;
  }

  heartbeat(over: Partial<Record<keyof Heartbeat, unknown>> = {}): Heartbeat {
    this.#n += 1;
    return Heartbeat.parse({
      boot: this.boot,
      n: this.#n,
      at: Date.now(),
      agentVersion: '1.0.0',
      runtime: 'process',
      state: { name: 'idle', since: 1 },
      committed: 1,
      version: '1.0.0',
      kept: [],
      chain: null,
      services: [{ service: 'node', healthy: true, code: null }],
      hold: null,
      cannotFollow: null,
      failed: null,
      clockOffsetMs: 0,
      unsafe: false,
      ...over,
    });
  }

  stateEvent(attemptId: string, n: number, over: Record<string, unknown> = {}): StateEvent {
    return StateEvent.parse({ ...this.#common(attemptId, n), kind: 'state', state: 'verifying', detail: '', ...over });
  }

  outcomeEvent(attemptId: string, n: number, over: Record<string, unknown> = {}): OutcomeEvent {
    return OutcomeEvent.parse({
      ...this.#common(attemptId, n),
      kind: 'outcome',
      outcome: 'committed',
      code: null,
      detail: '',
      logTail: '',
      serviceGapMs: 900,
      rollbackMs: null,
      durationMs: 12_000,
      ...over,
    });
  }

  receipt(event: OutcomeEvent, header: Record<string, unknown> = {}): string {
    return this.jws({ alg: 'EdDSA', typ: RECEIPT_TYP, kid: this.kid, ...header }, event);
  }

  #common(attemptId: string, n: number): Record<string, unknown> {
    return {
      id: eventId(this.nodeId, attemptId as AttemptId, n),
      nodeId: this.nodeId,
      attemptId,
      n,
      at: Date.now(),
      tier: 'ALL',
      seq: 5,
      rolloutId: 5,
      from: 1,
      to: 2,
    };
  }
}
