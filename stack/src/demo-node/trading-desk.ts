import { createHash } from 'node:crypto';
import { type TradingMetrics } from '@noderr/telemetry';

export const MARKETS = ['ETH-USD', 'BTC-USD'] as const;
export type Market = (typeof MARKETS)[number];

const FIRST_PRICES: Readonly<Record<Market, number>> = { 'ETH-USD': 3_000, 'BTC-USD': 90_000 };
/** Of one step of a price, as a ratio. */
const VOLATILITY = 0.001;
const ORDER_USD = 1_000;
const POSITION_LIMIT_USD = 25_000;
const DRAWDOWN_LIMIT = 0.1;
const CAPITAL_USD = 100_000;

/** What became of an order. */
export interface Order {
  market: Market;
  side: 'buy' | 'sell';
  price: number;
  outcome: 'filled' | 'rejected';
}

/** Trades two markets on a random walk: the same seed gives the same trades. */
export class TradingDesk {
  readonly #metrics: TradingMetrics<Market>;
  readonly #seed: string;
  readonly #prices: Record<Market, number> = { ...FIRST_PRICES };
  readonly #units: Record<Market, number> = { 'ETH-USD': 0, 'BTC-USD': 0 };
  #cash = CAPITAL_USD;
  #peak = CAPITAL_USD;
  #draws = 0;

  constructor(metrics: TradingMetrics<Market>, seed: string) {
    this.#metrics = metrics;
    this.#seed = seed;
    for (const market of MARKETS) metrics.positionLimit(market, POSITION_LIMIT_USD);
    metrics.drawdownLimit(DRAWDOWN_LIMIT);
    this.#mark();
  }

  /** Moves the prices by one step and places one order, which takes `latencyS` and is refused by chance. */
  trade(rejectRatio: number, latencyS: number): Order {
    for (const market of MARKETS) this.#prices[market] *= 1 + VOLATILITY * (2 * this.#draw() - 1);
    const market = this.#draw() < 0.5 ? 'ETH-USD' : 'BTC-USD';
    const price = this.#prices[market];
    const exposed = this.#units[market] * price;
    // the more it holds, the likelier it sells
    const side = this.#draw() < 0.5 - exposed / (2 * POSITION_LIMIT_USD) ? 'buy' : 'sell';
    const outcome = this.#draw() < rejectRatio ? 'rejected' : 'filled';
    this.#metrics.orderPlaced(market);
    this.#metrics.orderLatency(latencyS + 0.01 + 0.2 * this.#draw() ** 4);
    if (outcome === 'filled') this.#fill(market, side === 'buy' ? ORDER_USD : -ORDER_USD);
    else this.#metrics.orderRejected(market);
    this.#mark();
    return { market, side, price: Math.round(price * 100) / 100, outcome };
  }

  #fill(market: Market, usd: number): void {
    this.#units[market] += usd / this.#prices[market];
    this.#cash -= usd;
    this.#metrics.orderFilled(market);
  }

  #mark(): void {
    const positions = MARKETS.map((market) => [market, this.#units[market] * this.#prices[market]] as const);
    for (const [market, usd] of positions) this.#metrics.position(market, usd);
    const equity = positions.reduce((sum, [, usd]) => sum + usd, this.#cash);
    this.#peak = Math.max(this.#peak, equity);
    this.#metrics.pnl(equity - CAPITAL_USD);
    this.#metrics.drawdown((this.#peak - equity) / this.#peak);
  }

  /** From 0 up to 1; not for secrets. */
  #draw(): number {
    const hash = createHash('sha256')
      .update(`${this.#seed}:${(this.#draws += 1)}`)
      .digest();
    return hash.readUInt32BE() / 2 ** 32;
  }
}
