import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import { type ReactElement, useId } from 'react';
import { layoutSegments, type Segment } from './segment-layout.ts';

interface SegmentBarProps {
  segments: readonly Segment[];
  /** What the whole width stands for; at least 1. */
  total: number;
  /** The sentence that a screen reader says. */
  label: string;
  /** Pixels. */
  height?: number;
  /** A shortcut for the pointer; what it does must also be reachable by keyboard, beside the bar. */
  onSelect?: (key: string) => void;
}

/** One horizontal bar made of parts of a whole; hatched parts are set off by pattern, not by colour alone. */
export function SegmentBar({ segments, total, label, height = 12, onSelect }: SegmentBarProps): ReactElement {
  const styles = useStyles2(getStyles);
  const id = useId();
  return (
    <svg role="img" aria-label={label} className={styles.bar} width="100%" height={height}>
      <defs>
        {segments
          .filter((segment) => segment.hatched)
          .map((segment) => (
            <pattern
              key={segment.key}
              id={`${id}${segment.key}`}
              width="6"
              height="6"
              patternUnits="userSpaceOnUse"
              patternTransform="rotate(45)"
            >
              <rect width="6" height="6" fill={segment.color} fillOpacity="0.35" />
              <rect width="3" height="6" fill={segment.color} />
            </pattern>
          ))}
      </defs>
      <rect width="100%" height={height} className={styles.rest} />
      {layoutSegments(segments, total).map(({ segment, from, width }) => (
        <rect
          key={segment.key}
          x={`${from}%`}
          width={`${width}%`}
          height={height}
          fill={segment.hatched ? `url(#${id}${segment.key})` : segment.color}
          {...(onSelect && {
            style: { cursor: 'pointer' },
            onClick: () => {
              onSelect(segment.key);
            },
          })}
        >
          <title>{segment.title}</title>
        </rect>
      ))}
    </svg>
  );
}

function getStyles(theme: GrafanaTheme2) {
  return {
    bar: css({ display: 'block', borderRadius: theme.shape.radius.default, overflow: 'hidden' }),
    rest: css({ fill: theme.colors.background.secondary }),
  };
}
