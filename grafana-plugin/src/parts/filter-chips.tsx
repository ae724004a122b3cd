import { css, cx } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import { type ReactElement } from 'react';
import { formatCount } from '../format/number.ts';
import { testIds } from '../test-ids.ts';

export interface Chip {
  value: string;
  text: string;
  count: number;
}

interface FilterChipsProps<K extends string> {
  name: K;
  label: string;
  value: string | null;
  chips: readonly Chip[];
  onChange: (key: K, value: string | null) => void;
}

/** One choice among chips; a second click takes it back. Values that would find nothing are left out. */
export function FilterChips<K extends string>(props: FilterChipsProps<K>): ReactElement | null {
  const { name, label, value, chips, onChange } = props;
  const styles = useStyles2(getStyles);
  const useful = chips.filter((chip) => chip.count > 0 || chip.value === value);
  if (useful.length < 2 && value === null) return null;
  return (
    <div className={styles.row} role="group" aria-label={label} data-testid={testIds.nodeFilter(name)}>
      <span className={styles.label}>{label}</span>
      {useful.map((chip) => (
        <button
          key={chip.value}
          type="button"
          className={cx(styles.chip, chip.value === value && styles.chosen)}
          aria-pressed={chip.value === value}
          data-value={chip.value}
          onClick={() => {
            onChange(name, chip.value === value ? null : chip.value);
          }}
        >
          {chip.text} <span className={styles.count}>{formatCount(chip.count)}</span>
        </button>
      ))}
    </div>
  );
}

function getStyles(theme: GrafanaTheme2) {
  return {
    row: css({ display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: theme.spacing(0.75) }),
    label: css({ width: 120, flexShrink: 0, color: theme.colors.text.secondary }),
    chip: css({
      padding: theme.spacing(0.25, 1.25),
      borderRadius: theme.shape.radius.pill,
      border: `1px solid ${theme.colors.border.medium}`,
      background: theme.colors.background.primary,
      color: theme.colors.text.primary,
      fontVariantNumeric: 'tabular-nums',
      '&:hover': { background: theme.colors.action.hover },
      '&:focus-visible': { outline: `2px solid ${theme.colors.primary.main}`, outlineOffset: 2 },
    }),
    chosen: css({ background: theme.colors.action.selected, borderColor: theme.colors.primary.border }),
    count: css({ color: theme.colors.text.secondary }),
  };
}
