import { css } from '@emotion/css';
import { type GrafanaTheme2, type IconName } from '@grafana/data';
import { Icon, useStyles2 } from '@grafana/ui';
import { type ReactElement, type ReactNode } from 'react';
import { testIds } from '../test-ids.ts';

interface EmptyStateProps {
  icon: IconName;
  title: string;
  /** What to do to get something here. */
  children?: ReactNode;
}

export function EmptyState({ icon, title, children }: EmptyStateProps): ReactElement {
  const styles = useStyles2(getStyles);
  return (
    <div className={styles.empty} data-testid={testIds.empty}>
      <Icon name={icon} size="xxl" className={styles.icon} />
      <h3 className={styles.title}>{title}</h3>
      {children !== undefined && <div className={styles.text}>{children}</div>}
    </div>
  );
}

function getStyles(theme: GrafanaTheme2) {
  return {
    empty: css({
      display: 'flex',
      flexDirection: 'column',
      alignItems: 'center',
      textAlign: 'center',
      gap: theme.spacing(1),
      padding: theme.spacing(6, 2),
      border: `1px dashed ${theme.colors.border.medium}`,
      borderRadius: theme.shape.radius.default,
    }),
    icon: css({ color: theme.colors.text.secondary }),
    title: css({ ...theme.typography.h4, margin: 0 }),
    text: css({ color: theme.colors.text.secondary, maxWidth: 560 }),
  };
}
