import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { ClipboardButton, useStyles2 } from '@grafana/ui';
import { type ReactElement } from 'react';
import { shortId } from '../format/identifier.ts';
import { controlStrings } from '../strings/controls.ts';

interface IdentifierProps {
  id: string;
  /** What it is, for the copy button's name. */
  what: string;
}

/** A long id, shortened, whole on hover, with a copy button. */
export function Identifier({ id, what }: IdentifierProps): ReactElement {
  const styles = useStyles2(getStyles);
  return (
    <span className={styles.identifier}>
      <code className={styles.text} title={id}>
        {shortId(id)}
      </code>
      <ClipboardButton
        icon="copy"
        variant="secondary"
        fill="text"
        size="sm"
        getText={() => id}
        aria-label={controlStrings.copy(what)}
        tooltip={controlStrings.copy(what)}
      />
    </span>
  );
}

function getStyles(theme: GrafanaTheme2) {
  return {
    identifier: css({ display: 'inline-flex', alignItems: 'center', whiteSpace: 'nowrap' }),
    text: css({
      fontFamily: theme.typography.fontFamilyMonospace,
      fontSize: theme.typography.bodySmall.fontSize,
      background: 'transparent',
      border: 'none',
      padding: 0,
      color: 'inherit',
    }),
  };
}
