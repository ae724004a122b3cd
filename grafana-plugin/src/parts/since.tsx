import { type ReactElement } from 'react';
import { useNow } from '../app/use-now.ts';
import { useTimezone } from '../app/use-timezone.ts';
import { formatRoughSpan } from '../format/duration.ts';
import { formatExact } from '../format/moment.ts';
import { momentStrings } from '../strings/moments.ts';

/** How long something has lasted; the exact start on hover. */
export function Since({ at }: { at: number }): ReactElement {
  const now = useNow();
  const timezone = useTimezone();
  return (
    <time
      dateTime={new Date(at).toISOString()}
      title={formatExact(at, timezone)}
      style={{ fontVariantNumeric: 'tabular-nums', whiteSpace: 'nowrap' }}
    >
      {momentStrings.lasting(formatRoughSpan((now - at) / 1000))}
    </time>
  );
}
