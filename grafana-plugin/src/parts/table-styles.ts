import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';

/** Plain tables that look like Grafana's own; the wrapper scrolls sideways on narrow screens. */
export function tableStyles(theme: GrafanaTheme2): Record<'scroll' | 'table' | 'number', string> {
  return {
    scroll: css({
      overflowX: 'auto',
      border: `1px solid ${theme.colors.border.weak}`,
      borderRadius: theme.shape.radius.default,
    }),
    table: css({
      width: '100%',
      borderCollapse: 'collapse',
      background: theme.colors.background.primary,
      'th, td': { padding: theme.spacing(0.75, 1.5), textAlign: 'left', whiteSpace: 'nowrap', verticalAlign: 'middle' },
      th: {
        color: theme.colors.text.secondary,
        fontWeight: theme.typography.fontWeightMedium,
        fontSize: theme.typography.bodySmall.fontSize,
      },
      'tbody tr': { borderTop: `1px solid ${theme.colors.border.weak}` },
      'tbody tr:hover': { background: theme.colors.action.hover },
    }),
    number: css({ '&&': { textAlign: 'right' }, fontVariantNumeric: 'tabular-nums' }),
  };
}
