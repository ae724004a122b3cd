import { css } from '@emotion/css';
import { useTheme2 } from '@grafana/ui';
import { type Version } from '@noderr/protocol';
import { type ReactElement } from 'react';
import { versionColor } from './version-color.ts';
import { absentStrings } from '../strings/absent.ts';

/** A version with the colour that it has on every page. */
export function VersionMark({ version }: { version: Version | null }): ReactElement {
  const theme = useTheme2();
  return (
    <span
      className={css({
        display: 'inline-flex',
        alignItems: 'center',
        gap: theme.spacing(0.75),
        fontVariantNumeric: 'tabular-nums',
        color: theme.colors.text.primary,
        whiteSpace: 'nowrap',
      })}
    >
      <span
        aria-hidden
        className={css({
          width: '0.6em',
          height: '0.6em',
          borderRadius: 2,
          background: versionColor(theme, version),
          flexShrink: 0,
        })}
      />
      {version ?? absentStrings.unknown}
    </span>
  );
}
