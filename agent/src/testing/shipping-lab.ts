import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Signal } from '@noderr/protocol';
import { identityOf, type NodeIdentity } from '../identity/node-identity.ts';
import { createLogger } from '../logs/logger.ts';
import {
  openTelemetry,
  type Telemetry,
  type TelemetryDeps,
  type TelemetryOptions,
} from '../telemetry/open-telemetry.ts';
import { type Sample } from '../telemetry/sample.ts';
import { type DropReason } from '../telemetry/drop-reason.ts';
import { BriskClock } from './brisk-clock.ts';
import { type PushReceiver, startPushReceiver } from './push-receiver.ts';

const SENDER = { audience: 'noderr:31337:0x00', cluster: 'noderr', tier: 'ORACLE' } as const;

/** One node's shipping on a folder of its own, a strict receiver, and a clock that the test moves. */
export class ShippingLab {
  readonly folder: string;
  readonly clock = new BriskClock();
  readonly identity: NodeIdentity;
  readonly receiver: PushReceiver;
  readonly dropped = new Map<`${Signal}/${DropReason}`, number>();
  authFailed = false;
  /** Free part of the disk, as the spool sees it. */
  freeShare: () => number = () => 1;
  #open: { telemetry: Telemetry; stop: AbortController; running: Promise<void> } | null = null;

  private constructor(parent: string, identity: NodeIdentity, receiver: PushReceiver) {
    this.folder = mkdtempSync(join(parent, 'nd-ship-'));
    this.identity = identity;
    this.receiver = receiver;
  }

  static async start(parent: string = tmpdir()): Promise<ShippingLab> {
    const identity = identityOf(generateKeyPairSync('ed25519').privateKey);
    return new ShippingLab(parent, identity, await startPushReceiver({ ...SENDER, ...identity }));
  }

  get telemetry(): Telemetry {
    if (!this.#open) throw new Error('the telemetry is not open');
    return this.#open.telemetry;
  }

  /** Opens and runs; again after `stop` or `abandon`, on what they left. */
  open(options: Partial<TelemetryOptions> = {}): Telemetry {
    const telemetry = openTelemetry(
      join(this.folder, 'telemetry'),
      { ...SENDER, ingestUrl: this.receiver.url, ...options },
      this.#deps(),
    );
    const stop = new AbortController();
    this.#open = { telemetry, stop, running: telemetry.run(stop.signal) };
    return telemetry;
  }

  async stop(): Promise<void> {
    if (!this.#open) return;
    const { telemetry, stop, running } = this.#open;
    this.#open = null;
    stop.abort(new Error('the test stops the telemetry'));
    await running;
    await telemetry.close();
  }

  async close(): Promise<void> {
    await this.stop();
    await this.receiver.close();
    rmSync(this.folder, { recursive: true });
  }

  /** One source's samples of one moment, the clock's unless told. */
  samples(count: number, timestampMs: number = this.clock.now(), service = 'agent'): Sample[] {
    return Array.from({ length: count }, (_, n) => ({
      ...{ name: `test_metric_${n}`, labels: { service }, value: timestampMs + n, timestampMs },
    }));
  }

  /** Zeroes a byte of the oldest segment, the telemetry stopped. */
  damage(signal: Signal, at: number): void {
    const folder = join(this.folder, 'telemetry', signal);
    const file = join(folder, readdirSync(folder).sort()[0] ?? '');
    const bytes = readFileSync(file);
    bytes[at] = 0;
    writeFileSync(file, bytes);
  }

  damageCursor(signal: Signal): void {
    writeFileSync(join(this.folder, 'telemetry', `${signal}-cursor.json`), '{"schema":1,"se');
  }

  #deps(): TelemetryDeps {
    const metrics = {
      dropped: (signal: Signal, reason: DropReason, count: number): void => {
        const key = `${signal}/${reason}` as const;
        this.dropped.set(key, (this.dropped.get(key) ?? 0) + count);
      },
      setSpoolBytes: () => undefined,
      setPushAuthFailed: (failed: boolean): void => {
        this.authFailed = failed;
      },
    };
    const { identity, clock } = this;
    const logger = createLogger('silent');
    return { identity, clock, logger, metrics, random: () => 0.5, freeShare: () => this.freeShare() };
  }
}
