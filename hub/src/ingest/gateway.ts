import { randomInt } from 'node:crypto';
import { INGEST_HEADERS, type Lane, type Signal } from '@noderr/protocol';
import { type Clock } from '../clock.ts';
import { HubError } from '../problem/hub-error.ts';
import { spanHash } from './byte-span.ts';
import { createGunzip } from './gunzip.ts';
import { type IngestMetrics } from './ingest-metrics.ts';
import { scanLogPush } from './log-push.ts';
import { type NodeQuota, type Spending } from './node-quota.ts';
import { type Sender, timeWindow } from './sender.ts';
import { type SeriesCensus } from './series-census.ts';
import { decompressSnappy } from './snappy-block.ts';
import { type Store, type StoreAnswer } from './store.ts';
import { scanWriteRequest } from './write-request.ts';

/** Decompressed; bytes. */
const MAX_DECOMPRESSED_BYTES = 8 * 1024 * 1024;
/** A store that comes and goes, or refuses one node alone, is told of no more often; milliseconds. */
const TELL_EVERY_MS = 60_000;

export interface GatewayDeps {
  /** Null where there is none. */
  stores: Readonly<Record<Signal, Store | null>>;
  /** One for each signal: a service that floods its log takes nothing from the metrics. */
  quota: Readonly<Record<Signal, Pick<NodeQuota, 'charge'>>>;
  /** Series of metrics, streams of logs. */
  census: Readonly<Record<Signal, SeriesCensus>>;
  metrics: Pick<IngestMetrics, 'accepted' | 'storeAnswered'>;
  clock: Clock;
  logger: { info(fields: object, message: string): void; warn(fields: object, message: string): void };
}

export interface Push {
  sender: Sender;
  lane: Lane;
  /** As it came, compressed. */
  body: Buffer;
}

/** Looks at what a node pushes and hands it, unchanged, to the store. */
export interface Gateway {
  /** Resolves once the store has it; throws `HubError` `ingest/…`. */
  push(signal: Signal, push: Push): Promise<void>;
}

/** A push refused by an outage comes back after this at the least; seconds. */
export class StoreUnavailableError extends HubError {
  readonly retryAfterS: number;

  constructor(retryAfterS: number, detail: string) {
    super('ingest/store-unavailable', `the store does not take it now: ${detail}`);
    this.retryAfterS = retryAfterS;
  }
}

export function createGateway(deps: GatewayDeps): Gateway {
  const { stores, quota, census, metrics, clock, logger } = deps;
  // Unknown to nodes, so that none can make many series look like one.
  const seed = randomInt(2 ** 31);
  const told: Record<Signal, { isDown: boolean; at: number }> = {
    metrics: { isDown: false, at: -Infinity },
    logs: { isDown: false, at: -Infinity },
  };

  const gunzip = createGunzip(MAX_DECOMPRESSED_BYTES);

  const unpack: Readonly<Record<Signal, (body: Buffer) => Buffer | Promise<Buffer>>> = {
    metrics: (body) => decompressSnappy(body, MAX_DECOMPRESSED_BYTES),
    logs: gunzip,
  };

  const scan: Readonly<Record<Signal, (plain: Buffer, sender: Sender) => Scanned>> = {
    metrics(plain, sender) {
      const { samples, series } = scanWriteRequest(plain, sender, timeWindow('metrics', clock.now()), seed);
      return { spent: { bytes: plain.length, samples }, keys: series };
    },
    logs(plain, sender) {
      const { lines, services } = scanLogPush(plain, sender, timeWindow('logs', clock.now()));
      const keys = services.map((service) => spanHash(Buffer.from(service), 0, service.length, seed));
      return { spent: { bytes: plain.length, lines }, keys };
    },
  };

  /** What is refused has cost work too: it is charged by its size, and as the largest where it cannot be unpacked. */
  async function charged(signal: Signal, { sender, body }: Push): Promise<readonly number[]> {
    let spent: Partial<Spending> = { bytes: MAX_DECOMPRESSED_BYTES };
    try {
      const plain = await unpack[signal](body);
      spent = { bytes: plain.length };
      const scanned = scan[signal](plain, sender);
      spent = scanned.spent;
      return scanned.keys;
    } catch (error) {
      if (error instanceof HubError && error.code === 'ingest/busy') spent = {};
      throw error;
    } finally {
      quota[signal].charge(sender.nodeId, spent);
    }
  }

  function tell(signal: Signal, answer: StoreAnswer): void {
    const isDown = answer.kind === 'unavailable';
    const at = clock.now();
    if (isDown === told[signal].isDown || Math.abs(at - told[signal].at) < TELL_EVERY_MS) return;
    told[signal] = { isDown, at };
    if (answer.kind === 'unavailable') {
      logger.warn({ signal, detail: answer.detail }, 'the store takes no telemetry; nodes keep theirs');
    } else logger.info({ signal }, 'the store takes telemetry again');
  }

  return {
    async push(signal, push) {
      const store = stores[signal];
      if (!store) throw new HubError('ingest/no-store', `nobody takes ${signal} here`);
      const keys = await charged(signal, push);
      if (!census[signal].admit(push.sender.nodeId, keys)) {
        throw new HubError('ingest/too-many-series', 'the node has more series or streams than it may');
      }
      const begun = performance.now();
      const answer = await store.push(push.body, INGEST_HEADERS[signal]);
      metrics.storeAnswered(signal, (performance.now() - begun) / 1000);
      tell(signal, answer);
      switch (answer.kind) {
        case 'accepted':
          metrics.accepted(signal, push.lane);
          return;
        case 'refused':
          if (answer.status === 413) throw new HubError('ingest/too-large', `the store refuses it: ${answer.detail}`);
          throw new HubError('ingest/refused-by-store', `the store refuses it: ${answer.detail}`);
        case 'unavailable':
          throw new StoreUnavailableError(answer.retryAfterS, answer.detail);
      }
    },
  };
}

interface Scanned {
  spent: Partial<Spending>;
  keys: readonly number[];
}
