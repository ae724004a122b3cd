import { css, cx } from '@emotion/css';
import { type GrafanaTheme2, type IconName } from '@grafana/data';
import { Icon, useStyles2 } from '@grafana/ui';
import { type Intent, type IntentStage } from '@noderr/protocol';
import { type ReactElement } from 'react';
import { useTimezone } from '../../app/use-timezone.ts';
import { formatClock } from '../../format/moment.ts';
import { actorName } from '../../parts/actor-name.ts';
import { Identifier } from '../../parts/identifier.tsx';
import { homeStrings } from '../../strings/home.ts';
import { testIds } from '../../test-ids.ts';
import { intentFailed, type StageState, stageStates } from './intent-stage.ts';

const ICONS: Readonly<Record<StageState, IconName>> = {
  reached: 'check-circle',
  waiting: 'sync',
  ahead: 'circle',
  never: 'times-circle',
};

/** The transaction's hash is shown once, below the stages, and a block says itself what it is. */
function stageText(stage: IntentStage['stage'], detail: string): string {
  const name = homeStrings.stageNames[stage];
  if (stage === 'sent' || detail === '') return name;
  return stage === 'in-block' ? `in ${detail}` : `${name}: ${detail}`;
}

/** An action on its way: every stage with the time at which it was reached. */
export function StageWalk({ intent }: { intent: Intent }): ReactElement {
  const styles = useStyles2(getStyles);
  const timezone = useTimezone();
  return (
    <div className={styles.walk} data-testid={testIds.stages(intent.tier)} data-status={intent.status} role="status">
      <strong>
        {homeStrings.stagesOf[intent.kind]} {homeStrings.stageBy(actorName(intent.actor))}
      </strong>
      <ol className={styles.stages}>
        {stageStates(intent).map(({ stage, at, detail, state }) => (
          <li
            key={stage}
            className={cx(styles.stage, styles[state])}
            data-testid={testIds.stage(intent.tier, stage)}
            data-state={state}
          >
            <Icon name={ICONS[state]} size="sm" aria-hidden />
            <span>{stageText(stage, detail)}</span>
            {at !== null && <span className={styles.time}>{formatClock(at, timezone)}</span>}
          </li>
        ))}
      </ol>
      {intent.transaction && <Identifier id={intent.transaction.hash} what="transaction" />}
      {intentFailed(intent) && (
        <span className={styles.error}>
          {homeStrings.intentFailed(homeStrings.stagesOf[intent.kind])}: {intent.error?.message ?? intent.status}
        </span>
      )}
    </div>
  );
}

function getStyles(theme: GrafanaTheme2) {
  return {
    walk: css({
      display: 'flex',
      flexWrap: 'wrap',
      alignItems: 'center',
      gap: theme.spacing(0.5, 2),
      padding: theme.spacing(1, 1.5),
      background: theme.colors.background.secondary,
      borderRadius: theme.shape.radius.default,
    }),
    stages: css({ listStyle: 'none', display: 'flex', flexWrap: 'wrap', gap: theme.spacing(0.5, 2), margin: 0 }),
    stage: css({ display: 'inline-flex', alignItems: 'center', gap: theme.spacing(0.5) }),
    time: css({
      color: theme.colors.text.secondary,
      fontVariantNumeric: 'tabular-nums',
      fontSize: theme.typography.bodySmall.fontSize,
    }),
    reached: css({ '& svg': { color: theme.colors.success.text } }),
    waiting: css({ fontWeight: theme.typography.fontWeightMedium, '& svg': { color: theme.colors.info.text } }),
    ahead: css({ color: theme.colors.text.secondary }),
    never: css({ color: theme.colors.text.secondary, textDecoration: 'line-through' }),
    error: css({ color: theme.colors.error.text }),
  };
}
