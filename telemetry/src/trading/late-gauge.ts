import { Gauge, type Registry } from '@prometheus-io/client';
import { type Refusals } from '../metrics/refusals.ts';

interface GaugeNames {
  name: string;
  help: string;
  labelNames?: readonly 'market'[];
}

/**
 * A gauge that is absent until its first value: a limit that nobody set must not read as 0, which every position and
 * drawdown would breach.
 */
export class LateGauge {
  readonly #registry: Registry;
  readonly #refusals: Refusals;
  readonly #names: GaugeNames;
  #gauge: Gauge<'market'> | undefined;

  constructor(registry: Registry, refusals: Refusals, names: GaugeNames) {
    this.#registry = registry;
    this.#refusals = refusals;
    this.#names = names;
  }

  set(value: number, labels: { market?: string } = {}): void {
    if (!Number.isFinite(value)) {
      this.#refusals.refuse(this.#names.name, 'not-finite');
      return;
    }
    this.#gauge ??= new Gauge({ ...this.#names, registers: [this.#registry] });
    this.#gauge.set(labels, value);
  }
}
