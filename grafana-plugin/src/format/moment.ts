/** Exact times in the zone that the user chose in Grafana; `browser` and nothing mean the browser's. */
export function zoneOf(timezone: string): string | undefined {
  if (timezone === '' || timezone === 'browser') return undefined;
  return timezone === 'utc' ? 'UTC' : timezone;
}

function format(ms: number, timezone: string, options: Intl.DateTimeFormatOptions): string {
  const timeZone = zoneOf(timezone);
  return new Intl.DateTimeFormat('en-GB', { ...options, ...(timeZone !== undefined && { timeZone }) }).format(ms);
}

/** `24 Nov 2026, 02:13:44 CET` */
export function formatExact(ms: number, timezone: string): string {
  return format(ms, timezone, {
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    timeZoneName: 'short',
  });
}

/** `02:13:44` */
export function formatClock(ms: number, timezone: string): string {
  return format(ms, timezone, { hour: '2-digit', minute: '2-digit', second: '2-digit' });
}

/** `02:13`, with the day in front where it is not today's: `23 Nov 02:13`. */
export function formatShort(ms: number, now: number, timezone: string): string {
  const clock = format(ms, timezone, { hour: '2-digit', minute: '2-digit' });
  const day = format(ms, timezone, { day: 'numeric', month: 'short' });
  return day === format(now, timezone, { day: 'numeric', month: 'short' }) ? clock : `${day} ${clock}`;
}

/** `23 Nov` */
export function formatDay(ms: number, timezone: string): string {
  return format(ms, timezone, { day: 'numeric', month: 'short' });
}

/** `02:13` */
export function formatHour(ms: number, timezone: string): string {
  return format(ms, timezone, { hour: '2-digit', minute: '2-digit' });
}
