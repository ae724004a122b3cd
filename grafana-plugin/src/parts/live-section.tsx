import { css } from '@emotion/css';
import { Alert, useStyles2 } from '@grafana/ui';
import { type UseQueryResult } from '@tanstack/react-query';
import { type ReactElement, type ReactNode, useContext } from 'react';
import { ErrorBoundary } from '../app/error-boundary.tsx';
import { useTimezone } from '../app/use-timezone.ts';
import { isHubError } from '../api/hub-error.ts';
import { formatClock } from '../format/moment.ts';
import { momentStrings } from '../strings/moments.ts';
import { testIds } from '../test-ids.ts';
import { AsOfShown } from './as-of-shown.ts';
import { ErrorState } from './error-state.tsx';
import { Skeleton } from './skeleton.tsx';

interface LiveSectionProps<T> {
  query: UseQueryResult<T>;
  /** Heights of the skeleton's blocks; pixels. */
  skeleton: readonly number[];
  /** Shown instead of the data when there is nothing; null when there is something. */
  empty?: (data: T) => ReactNode;
  children: (data: T) => ReactNode;
}

/** Loading, error, empty, data, in that order; once there is data it stays, greyed while the hub is away. */
export function LiveSection<T>({ query, skeleton, empty, children }: LiveSectionProps<T>): ReactElement {
  const { data, error } = query;
  const shown = useContext(AsOfShown);
  if (data === undefined) {
    if (!error) return <Skeleton heights={skeleton} />;
    return (
      <ErrorState
        error={error}
        onRetry={() => {
          void query.refetch();
        }}
      />
    );
  }
  const nothing = empty?.(data) ?? null;
  return (
    <ErrorBoundary>
      {error && !shown && <AsOf error={error} at={query.dataUpdatedAt} />}
      <Greyed grey={error !== null}>{nothing ?? children(data)}</Greyed>
    </ErrorBoundary>
  );
}

function AsOf({ error, at }: { error: Error; at: number }): ReactElement {
  const time = formatClock(at, useTimezone());
  const title = isHubError(error, 'unreachable')
    ? momentStrings.asOf(time)
    : momentStrings.asOfError(time, error.message);
  return <Alert severity="warning" title={title} data-testid={testIds.asOf} />;
}

/** Data that may be old. */
export function Greyed({ grey, children }: { grey: boolean; children: ReactNode }): ReactElement {
  const styles = useStyles2(getStyles);
  return <div className={grey ? styles.grey : undefined}>{children}</div>;
}

function getStyles() {
  return { grey: css({ opacity: 0.6, filter: 'grayscale(0.8)' }) };
}
