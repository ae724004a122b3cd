/** Between two samples of what nodes push; seconds. */
export const PUSH_S = 60;
/** It begins at eight in the morning. */
export const WORKDAY_S = 10 * 3_600;
const BEGINS_AT_HOUR = 8;
const SAMPLES = WORKDAY_S / PUSH_S;

/**
 * Series, in promtool's notation, of a working day on which a node works hard and nothing is wrong: two busy quarters of
 * an hour, images that are pulled, a burst of errors, slow minutes, refused orders. With `wrong`, its disk fills from noon.
 */
export function busyDay(nodeId: string, wrong = false): Map<string, string> {
  const agent = `node_id="${nodeId}",tier="ORACLE",service="agent"`;
  const service = `node_id="${nodeId}",tier="ORACLE",service="node"`;
  const disk = `${agent},mountpoint="/",fstype="ext4"`;
  const route = `${service},method="GET",route="/orders"`;
  const duration = `http_request_duration_seconds_bucket{${service},route="/orders"`;
  const latency = `trading_order_latency_seconds_bucket{${service}`;
  const market = `${service},market="BTC-USD"`;

  // 14 minutes each at 97 % of two cores; 40 % at other times. Counters grow so much in a minute.
  const busy = (at: number): boolean => during(at, 9, 14) || during(at, 15, 14);
  const slow = (at: number): boolean => during(at, 11, 5);
  const failing = (at: number): boolean => during(at, 13, 1);
  const refusing = (at: number): boolean => during(at, 17, 4);
  return new Map([
    [`node_cpu_seconds_total{${agent},mode="user"}`, counter((at) => (busy(at) ? 116 : 48))],
    [`node_cpu_seconds_total{${agent},mode="idle"}`, counter((at) => (busy(at) ? 4 : 72))],
    [`node_memory_MemTotal_bytes{${agent}}`, gauge(() => 8_000)],
    [`node_memory_MemAvailable_bytes{${agent}}`, gauge((at) => (busy(at) ? 700 : 3_000))],
    [`node_filesystem_size_bytes{${disk}}`, gauge(() => 100_000)],
    [`node_filesystem_avail_bytes{${disk}}`, gauge((at) => freeAt(at, wrong))],
    [`node_filesystem_readonly{${disk}}`, gauge(() => 0)],
    [`http_requests_total{${route},code="200"}`, counter(() => 300)],
    [`http_requests_total{${route},code="500"}`, counter((at) => (failing(at) ? 60 : 0))],
    [`${duration},le="1"}`, counter((at) => (slow(at) ? 200 : 299))],
    [`${duration},le="2.5"}`, counter(() => 300)],
    [`${duration},le="+Inf"}`, counter(() => 300)],
    [`trading_orders_placed_total{${market}}`, counter(() => 30)],
    [`trading_orders_rejected_total{${market}}`, counter((at) => (refusing(at) ? 10 : 1))],
    [`${latency},le="2"}`, counter(() => 30)],
    [`${latency},le="+Inf"}`, counter(() => 30)],
    [`trading_position_notional_usd{${market}}`, gauge((at) => (busy(at) ? -990 : 400))],
    [`trading_position_limit_usd{${market}}`, gauge(() => 1_000)],
    [`trading_drawdown_ratio{${service}}`, gauge(() => 0.02)],
    [`trading_drawdown_limit_ratio{${service}}`, gauge(() => 0.05)],
  ]);
}

/** Whether a moment lies in the minutes that begin at an hour of the day. */
function during(at: number, hour: number, minutes: number): boolean {
  const from = secondsInto(hour);
  return at >= from && at < from + minutes * 60;
}

/** Two pulls of an image of 4 % of the disk, 32 % free before; wrong: 1 % of the disk in five minutes from noon on. */
function freeAt(at: number, wrong: boolean): number {
  const sinceNoon = at - secondsInto(12);
  if (wrong && sinceNoon >= 0) return Math.max(0, 28_000 - (sinceNoon / 300) * 1_000);
  if (at >= secondsInto(14)) return 24_000;
  return at >= secondsInto(10) ? 28_000 : 32_000;
}

function secondsInto(hour: number): number {
  return (hour - BEGINS_AT_HOUR) * 3_600;
}

function gauge(value: (at: number) => number): string {
  return written(Array.from({ length: SAMPLES }, (_, index) => value(index * PUSH_S)));
}

function counter(perPush: (at: number) => number): string {
  let sum = 0;
  return written(
    Array.from({ length: SAMPLES }, (_, index) => {
      sum += perPush(index * PUSH_S);
      return sum;
    }),
  );
}

/** Runs of equal steps as `first+stepxcount`. */
function written(values: readonly number[]): string {
  const words: string[] = [];
  for (let start = 0; start < values.length;) {
    const first = values[start] ?? 0;
    const step = (values[start + 1] ?? first) - first;
    let end = start;
    while (end + 1 < values.length && (values[end + 1] ?? 0) - (values[end] ?? 0) === step) end += 1;
    const count = end - start;
    words.push(count === 0 ? String(first) : `${first}${step < 0 ? '-' : '+'}${Math.abs(step)}x${count}`);
    start = end + 1;
  }
  return words.join(' ');
}
