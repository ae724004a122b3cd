import { css } from '@emotion/css';
import { type GrafanaTheme2, type IconName } from '@grafana/data';
import { Icon, useStyles2 } from '@grafana/ui';
import { type ReactElement, type ReactNode } from 'react';

interface FactLineProps {
  icon: IconName;
  testId: string;
  children: ReactNode;
}

/** One quiet sentence on a tier's card, behind the icon of what it is about. */
export function FactLine({ icon, testId, children }: FactLineProps): ReactElement {
  const styles = useStyles2(getStyles);
  return (
    <div className={styles.line} data-testid={testId}>
      <Icon name={icon} size="sm" aria-hidden />
      <span>{children}</span>
    </div>
  );
}

function getStyles(theme: GrafanaTheme2) {
  return {
    line: css({
      display: 'flex',
      alignItems: 'center',
      gap: theme.spacing(0.75),
      color: theme.colors.text.secondary,
      fontVariantNumeric: 'tabular-nums',
      overflowWrap: 'anywhere',
    }),
  };
}
