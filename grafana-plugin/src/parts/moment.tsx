import { type ReactElement } from 'react';
import { useNow } from '../app/use-now.ts';
import { useTimezone } from '../app/use-timezone.ts';
import { formatRoughSpan } from '../format/duration.ts';
import { formatExact } from '../format/moment.ts';
import { momentStrings } from '../strings/moments.ts';

interface MomentProps {
  /** Epoch milliseconds. */
  at: number;
  /** The moment was read from a block, not from a clock. */
  block?: boolean;
}

/** A time relative to now; the exact one shows on hover and is there for machines. */
export function Moment({ at, block = false }: MomentProps): ReactElement {
  const now = useNow();
  const timezone = useTimezone();
  const seconds = (now - at) / 1000;
  const text =
    Math.abs(seconds) < 1
      ? momentStrings.now
      : seconds > 0
        ? momentStrings.ago(formatRoughSpan(seconds))
        : momentStrings.inFuture(formatRoughSpan(-seconds));
  const exact = formatExact(at, timezone);
  return (
    <time
      dateTime={new Date(at).toISOString()}
      title={block ? `${exact} (${momentStrings.blockTime})` : exact}
      style={{ fontVariantNumeric: 'tabular-nums', whiteSpace: 'nowrap' }}
    >
      {text}
    </time>
  );
}
