import { css } from '@emotion/css';
import { type GrafanaTheme2, type IconName } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import { type Outcome, type TimelineMark } from '@noderr/protocol';
import { type ReactElement } from 'react';
import { MarkGlyph } from '../../charts/timeline/mark-glyph.tsx';
import { isChange } from '../../charts/timeline/mark-groups.ts';
import { StateMark } from '../../parts/state-mark.tsx';
import { type Tone } from '../../parts/tone.ts';
import { timelineStrings } from '../../strings/timeline.ts';

const OUTCOMES: Readonly<Record<Outcome, { tone: Tone; icon: IconName }>> = {
  committed: { tone: 'good', icon: 'check-circle' },
  'rolled-back': { tone: 'bad', icon: 'history' },
  failed: { tone: 'bad', icon: 'times-circle' },
  aborted: { tone: 'calm', icon: 'circle' },
};

/** What kind of thing happened, as its glyph and a word. */
export function MarkWord({ mark }: { mark: TimelineMark }): ReactElement {
  const styles = useStyles2(getStyles);
  if (isChange(mark)) {
    return (
      <span className={styles.word}>
        <MarkGlyph kind={mark.kind} size={12} />
        {timelineStrings.kinds[mark.kind]}
      </span>
    );
  }
  const outcome = mark.outcome ?? 'aborted';
  return <StateMark {...OUTCOMES[outcome]} word={timelineStrings.outcomes[outcome]} />;
}

function getStyles(theme: GrafanaTheme2) {
  return {
    word: css({ display: 'inline-flex', alignItems: 'center', gap: theme.spacing(0.75), whiteSpace: 'nowrap' }),
  };
}
