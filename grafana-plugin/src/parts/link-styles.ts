import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';

/** Links within a text, and buttons that look like them because they lead to a place on the same page. */
export function linkStyles(theme: GrafanaTheme2): Record<'link' | 'button', string> {
  const look = { color: theme.colors.text.link, '&:hover': { textDecoration: 'underline' } };
  return {
    link: css(look),
    button: css({
      ...look,
      padding: 0,
      border: 'none',
      background: 'transparent',
      '&:focus-visible': { outline: `2px solid ${theme.colors.primary.main}`, outlineOffset: 2 },
    }),
  };
}
