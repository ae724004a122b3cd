import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { Icon, useStyles2 } from '@grafana/ui';
import { type ReactElement } from 'react';
import { useCan } from '../app/services-context.ts';
import { controlStrings } from '../strings/controls.ts';
import { testIds } from '../test-ids.ts';

/** Says in one line why there are no buttons here; nothing for whoever holds the right. */
export function MissingRight({ right }: { right: string }): ReactElement | null {
  const styles = useStyles2(getStyles);
  if (useCan(right)) return null;
  return (
    <p className={styles.line} data-testid={testIds.missingRight}>
      <Icon name="lock" size="sm" aria-hidden /> {controlStrings.actionsNeed} <code>{right}</code>
    </p>
  );
}

function getStyles(theme: GrafanaTheme2) {
  return { line: css({ color: theme.colors.text.secondary, overflowWrap: 'anywhere' }) };
}
