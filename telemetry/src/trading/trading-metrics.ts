import { Counter, Histogram, type Registry } from '@prometheus-io/client';
import { type Refusals } from '../metrics/refusals.ts';
import { TelemetryError } from '../telemetry-error.ts';
import { LateGauge } from './late-gauge.ts';

/** Markets of one service: each costs five series of its budget of 150. */
export const MAX_MARKETS = 16;

/** Seconds; 2 is the threshold of OrderLatencyHigh. */
export const ORDER_LATENCY_BUCKETS_S: readonly number[] = [0.01, 0.05, 0.1, 0.25, 0.5, 1, 2, 5, 10, 30];

const MARKET_NAME = /^[A-Za-z0-9][A-Za-z0-9._/-]{0,31}$/;

/**
 * What a trading node records. Only the declared markets are labels; a recording with another market or a number that
 * cannot be is refused and counted in `noderr_telemetry_refused_total`, and nothing here throws.
 */
export interface TradingMetrics<Market extends string> {
  orderPlaced(market: Market): void;
  orderFilled(market: Market): void;
  orderRejected(market: Market): void;
  /** Seconds from placing an order to the venue's answer. */
  orderLatency(seconds: number): void;
  /** Profit and loss since the start of the account, US dollars; negative for a loss. */
  pnl(usd: number): void;
  /** Notional of the open position, US dollars; negative when short. */
  position(market: Market, usd: number): void;
  /** The node's own limit of a position's absolute notional, US dollars. */
  positionLimit(market: Market, usd: number): void;
  /** Loss from the peak, as a ratio: 0.05 is 5 %. */
  drawdown(ratio: number): void;
  /** The node's own limit of the drawdown, as a ratio. */
  drawdownLimit(ratio: number): void;
}

/** Throws TelemetryError: `setup/too-many` (16 markets), `setup/bad-name`. */
export function createTradingMetrics<const Market extends string>(
  registry: Registry,
  refusals: Refusals,
  markets: readonly Market[],
): TradingMetrics<Market> {
  const known = checkedMarkets(markets);
  const registers = [registry];
  const orders = (what: string, help: string): ((market: string) => void) => {
    const name = `trading_orders_${what}_total`;
    const counter = new Counter({ name, help, labelNames: ['market'], registers });
    for (const market of known) counter.inc({ market }, 0);
    return (market) => {
      if (known.has(market)) counter.inc({ market });
      else refusals.refuse(name, 'unknown-market');
    };
  };
  const gauge = (name: string, help: string): LateGauge => new LateGauge(registry, refusals, { name, help });
  const perMarket = (name: string, help: string): ((market: string, usd: number) => void) => {
    const late = new LateGauge(registry, refusals, { name, help, labelNames: ['market'] });
    return (market, usd) => {
      if (known.has(market)) late.set(usd, { market });
      else refusals.refuse(name, 'unknown-market');
    };
  };
  const latencyName = 'trading_order_latency_seconds';
  const latency = new Histogram({
    name: latencyName,
    help: "Seconds from placing an order to the venue's answer.",
    buckets: [...ORDER_LATENCY_BUCKETS_S],
    registers,
  });
  const pnl = gauge('trading_pnl_usd', 'Profit and loss, US dollars.');
  const drawdown = gauge('trading_drawdown_ratio', 'Loss from the peak, as a ratio.');
  const drawdownLimit = gauge('trading_drawdown_limit_ratio', "The node's limit of the drawdown, as a ratio.");
  return {
    orderPlaced: orders('placed', 'Orders placed.'),
    orderFilled: orders('filled', 'Orders filled.'),
    orderRejected: orders('rejected', 'Orders that the venue refused.'),
    orderLatency(seconds) {
      if (!Number.isFinite(seconds)) refusals.refuse(latencyName, 'not-finite');
      else if (seconds < 0) refusals.refuse(latencyName, 'negative');
      else latency.observe(seconds);
    },
    pnl: (usd) => {
      pnl.set(usd);
    },
    position: perMarket('trading_position_notional_usd', 'Notional of the open position, US dollars.'),
    positionLimit: perMarket('trading_position_limit_usd', "The node's limit of a position, US dollars."),
    drawdown: (ratio) => {
      drawdown.set(ratio);
    },
    drawdownLimit: (ratio) => {
      drawdownLimit.set(ratio);
    },
  };
}

function checkedMarkets(markets: readonly string[]): ReadonlySet<string> {
  const known = new Set(markets);
  if (known.size > MAX_MARKETS) {
    throw new TelemetryError('setup/too-many', `${known.size} markets declared, a node may have ${MAX_MARKETS}`);
  }
  for (const market of known) {
    if (!MARKET_NAME.test(market)) {
      throw new TelemetryError(
        'setup/bad-name',
        `${JSON.stringify(market)} is no market name: use ${MARKET_NAME.source}`,
      );
    }
  }
  return known;
}
