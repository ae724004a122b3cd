import { css } from '@emotion/css';
import { type IconName } from '@grafana/data';
import { Icon, useTheme2 } from '@grafana/ui';
import { type ReactElement } from 'react';
import { type Tone, toneText } from './tone.ts';

interface StateMarkProps {
  tone: Tone;
  icon: IconName;
  word: string;
  /** Hover text. */
  meaning?: string;
  strong?: boolean;
  testId?: string;
}

/** A state as a word, a colour and an icon. */
export function StateMark({ tone, icon, word, meaning, strong = false, testId }: StateMarkProps): ReactElement {
  const theme = useTheme2();
  return (
    <span
      title={meaning}
      data-testid={testId}
      className={css({
        display: 'inline-flex',
        alignItems: 'center',
        gap: theme.spacing(0.5),
        color: toneText(theme, tone),
        fontWeight: strong ? theme.typography.fontWeightMedium : undefined,
        whiteSpace: 'nowrap',
      })}
    >
      <Icon name={icon} size="sm" aria-hidden />
      {word}
    </span>
  );
}
