const whole = new Intl.NumberFormat('en', { maximumFractionDigits: 0, useGrouping: true });
const oneDigit = new Intl.NumberFormat('en', { style: 'percent', maximumFractionDigits: 1 });
const noDigit = new Intl.NumberFormat('en', { style: 'percent', maximumFractionDigits: 0 });

/** A narrow no-break space between thousands, as on the sketches: 18 233. */
export function formatCount(value: number): string {
  return whole.format(value).replaceAll(',', '\u202f');
}

/** 0…1 as a percentage that never claims 100 % for less, nor 0 % for more. */
export function formatShare(share: number, digits: 0 | 1 = 0): string {
  const limit = digits === 1 ? 0.001 : 0.01;
  const honest = share < 1 && share > 1 - limit ? 1 - limit : share > 0 && share < limit ? limit : share;
  return (digits === 1 ? oneDigit : noDigit).format(honest).replace('%', '\u202f%');
}

/** Basis points as a percentage: 2 500 is 25 %. */
export function formatBps(bps: number): string {
  return oneDigit.format(bps / 10_000).replace('%', '\u202f%');
}
