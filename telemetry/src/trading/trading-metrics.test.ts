import { Registry } from '@prometheus-io/client';
import { describe, expect, it } from 'vitest';
import { createRefusals } from '../metrics/refusals.ts';
import { TelemetryError } from '../telemetry-error.ts';
import { createTradingMetrics, MAX_MARKETS, ORDER_LATENCY_BUCKETS_S, type TradingMetrics } from './trading-metrics.ts';

function setUp(): { registry: Registry; trading: TradingMetrics<'ETH-USD'> } {
  const registry = new Registry();
  return { registry, trading: createTradingMetrics(registry, createRefusals(registry), ['ETH-USD']) };
}

describe('the trading metrics', () => {
  it('export what was recorded', async () => {
    const { registry, trading } = setUp();
    trading.orderPlaced('ETH-USD');
    trading.orderFilled('ETH-USD');
    trading.orderRejected('ETH-USD');
    trading.orderLatency(2);
    trading.pnl(-12.5);
    trading.position('ETH-USD', -4000);
    trading.positionLimit('ETH-USD', 5000);
    trading.drawdown(0.04);
    trading.drawdownLimit(0.1);
    const text = await registry.metrics();
    for (const line of [
      'trading_orders_placed_total{market="ETH-USD"} 1',
      'trading_orders_filled_total{market="ETH-USD"} 1',
      'trading_orders_rejected_total{market="ETH-USD"} 1',
      'trading_order_latency_seconds_bucket{le="1"} 0',
      'trading_order_latency_seconds_bucket{le="2"} 1',
      'trading_pnl_usd -12.5',
      'trading_position_notional_usd{market="ETH-USD"} -4000',
      'trading_position_limit_usd{market="ETH-USD"} 5000',
      'trading_drawdown_ratio 0.04',
      'trading_drawdown_limit_ratio 0.1',
    ]) {
      expect(text.split('\n')).toContain(line);
    }
  });

  it('have no limit before one is set, and counters at zero', async () => {
    const text = await setUp().registry.metrics();
    expect(text).toContain('trading_orders_placed_total{market="ETH-USD"} 0');
    expect(text).not.toMatch(/limit|drawdown|pnl/);
  });

  it('refuse and count an unknown market and numbers that cannot be', async () => {
    const { registry, trading } = setUp();
    const untyped = trading as TradingMetrics<string>;
    untyped.orderPlaced('0xdeadbeef');
    untyped.position('0xdeadbeef', 1);
    trading.pnl(NaN);
    trading.orderLatency(-1);
    trading.orderLatency(Infinity);
    const text = await registry.metrics();
    expect(text).not.toContain('deadbeef');
    expect(text).not.toContain('trading_pnl_usd ');
    expect(text.match(/^noderr_telemetry_refused_total.*$/gm)).toEqual([
      'noderr_telemetry_refused_total{metric="trading_orders_placed_total",reason="unknown-market"} 1',
      'noderr_telemetry_refused_total{metric="trading_position_notional_usd",reason="unknown-market"} 1',
      'noderr_telemetry_refused_total{metric="trading_pnl_usd",reason="not-finite"} 1',
      'noderr_telemetry_refused_total{metric="trading_order_latency_seconds",reason="negative"} 1',
      'noderr_telemetry_refused_total{metric="trading_order_latency_seconds",reason="not-finite"} 1',
    ]);
  });

  it('take sixteen markets, and names only', () => {
    const markets = Array.from({ length: MAX_MARKETS + 1 }, (_, at) => `M${at}-USD`);
    const create = (names: string[]) => () => {
      const registry = new Registry();
      createTradingMetrics(registry, createRefusals(registry), names);
    };
    expect(create(markets.slice(1))).not.toThrow();
    expect(create(markets)).toThrow(TelemetryError);
    expect(create(['a"b'])).toThrow(/no market name/);
  });

  it('have at most ten buckets, one at the threshold of the alert', () => {
    expect(ORDER_LATENCY_BUCKETS_S.length).toBeLessThanOrEqual(10);
    expect(ORDER_LATENCY_BUCKETS_S).toContain(2);
  });
});
