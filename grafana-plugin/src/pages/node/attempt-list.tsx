import { css } from '@emotion/css';
import { type GrafanaTheme2, type IconName } from '@grafana/data';
import { ClipboardButton, Icon, useStyles2 } from '@grafana/ui';
import { type AttemptSummary, type NodeDetail, type Outcome } from '@noderr/protocol';
import { type ReactElement } from 'react';
import { Link } from 'react-router-dom';
import { paths } from '../../app/paths.ts';
import { formatMs } from '../../format/duration.ts';
import { Moment } from '../../parts/moment.tsx';
import { Since } from '../../parts/since.tsx';
import { StateMark } from '../../parts/state-mark.tsx';
import { type Tone } from '../../parts/tone.ts';
import { VersionMark } from '../../parts/version-mark.tsx';
import { controlStrings } from '../../strings/controls.ts';
import { homeStrings } from '../../strings/home.ts';
import { agentStateWords, nodesStrings, outcomeWords } from '../../strings/nodes.ts';
import { testIds } from '../../test-ids.ts';
import { type AttemptStep, attemptStory } from './attempt-steps.ts';

const OUTCOMES: Readonly<Record<Outcome, { tone: Tone; icon: IconName }>> = {
  committed: { tone: 'good', icon: 'check-circle' },
  'rolled-back': { tone: 'bad', icon: 'history' },
  failed: { tone: 'bad', icon: 'times-circle' },
  aborted: { tone: 'calm', icon: 'ban' },
};

/** Everything that this node tried, newest first, each as its steps. */
export function AttemptList({ node }: { node: NodeDetail }): ReactElement {
  const styles = useStyles2(getStyles);
  if (node.attempts.length === 0) return <p className={styles.none}>{nodesStrings.noAttempts}</p>;
  return (
    <ol className={styles.list}>
      {[...node.attempts]
        .sort((a, b) => b.startedAt - a.startedAt)
        .map((attempt) => (
          <Attempt key={attempt.attemptId} node={node} attempt={attempt} />
        ))}
    </ol>
  );
}

function Attempt({ node, attempt }: { node: NodeDetail; attempt: AttemptSummary }): ReactElement {
  const styles = useStyles2(getStyles);
  const { steps, outcome } = attemptStory(attempt);
  return (
    <li className={styles.attempt} data-testid={testIds.nodeAttempt(attempt.attemptId)}>
      <div className={styles.head}>
        <Link to={paths.release(node.tier, attempt.to)} className={styles.versions}>
          <VersionMark version={attempt.fromVersion} />
          <Icon name="arrow-right" size="sm" aria-label={homeStrings.toVersion} />
          <VersionMark version={attempt.toVersion} />
        </Link>
        {attempt.outcome === null ? (
          <StateMark tone="busy" icon="sync" word={nodesStrings.running} strong />
        ) : (
          <StateMark
            {...OUTCOMES[attempt.outcome]}
            word={
              attempt.code === null
                ? outcomeWords[attempt.outcome]
                : `${outcomeWords[attempt.outcome]}: ${attempt.code}`
            }
            strong
          />
        )}
        <span className={styles.meta}>
          <Moment at={attempt.startedAt} />
          {outcome && <span>{nodesStrings.took(formatMs(outcome.durationMs))}</span>}
          {outcome && outcome.serviceGapMs !== null && <span>{nodesStrings.gap(formatMs(outcome.serviceGapMs))}</span>}
          {outcome && outcome.rollbackMs !== null && (
            <span>{nodesStrings.rollbackTook(formatMs(outcome.rollbackMs))}</span>
          )}
        </span>
      </div>
      <ol className={styles.steps}>
        {steps.map((step) => (
          <Step key={`${step.state} ${step.at}`} step={step} />
        ))}
      </ol>
      {outcome && outcome.detail !== '' && <p className={styles.detail}>{outcome.detail}</p>}
      {outcome && outcome.logTail !== '' && <LogTail text={outcome.logTail} />}
    </li>
  );
}

function Step({ step }: { step: AttemptStep }): ReactElement {
  const styles = useStyles2(getStyles);
  const running = step.durationMs === null;
  return (
    <li className={styles.step} title={step.detail === '' ? undefined : step.detail}>
      <Icon name={running ? 'sync' : 'check'} size="sm" aria-hidden />
      {agentStateWords[step.state]}
      <span className={styles.time}>
        {step.durationMs === null ? <Since at={step.at} /> : formatMs(step.durationMs)}
      </span>
    </li>
  );
}

function LogTail({ text }: { text: string }): ReactElement {
  const styles = useStyles2(getStyles);
  return (
    <details className={styles.log} open data-testid={testIds.nodeLogTail}>
      <summary>{nodesStrings.logTail}</summary>
      <div className={styles.logBody}>
        <pre className={styles.pre}>{text}</pre>
        <ClipboardButton
          icon="copy"
          variant="secondary"
          size="sm"
          className={styles.copy}
          getText={() => text}
          aria-label={controlStrings.copy(nodesStrings.logTail)}
        >
          {controlStrings.copyWord}
        </ClipboardButton>
      </div>
    </details>
  );
}

function getStyles(theme: GrafanaTheme2) {
  return {
    none: css({ color: theme.colors.text.secondary }),
    list: css({ listStyle: 'none', display: 'flex', flexDirection: 'column', gap: theme.spacing(1.5), margin: 0 }),
    attempt: css({
      background: theme.colors.background.primary,
      border: `1px solid ${theme.colors.border.weak}`,
      borderRadius: theme.shape.radius.default,
      padding: theme.spacing(1.5, 2),
    }),
    head: css({ display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: theme.spacing(0.5, 3) }),
    versions: css({
      display: 'inline-flex',
      alignItems: 'center',
      gap: theme.spacing(1),
      '&:hover': { textDecoration: 'underline' },
    }),
    meta: css({
      marginLeft: 'auto',
      display: 'flex',
      flexWrap: 'wrap',
      gap: theme.spacing(0, 2),
      color: theme.colors.text.secondary,
      fontVariantNumeric: 'tabular-nums',
    }),
    steps: css({
      listStyle: 'none',
      display: 'flex',
      flexWrap: 'wrap',
      gap: theme.spacing(0.5, 3),
      margin: theme.spacing(1, 0, 0),
    }),
    step: css({ display: 'inline-flex', alignItems: 'center', gap: theme.spacing(0.5) }),
    time: css({ color: theme.colors.text.secondary, fontVariantNumeric: 'tabular-nums' }),
    detail: css({ margin: theme.spacing(1, 0, 0), color: theme.colors.text.secondary }),
    log: css({ marginTop: theme.spacing(1) }),
    logBody: css({ position: 'relative' }),
    pre: css({ margin: theme.spacing(1, 0, 0), maxHeight: 240, overflow: 'auto', whiteSpace: 'pre-wrap' }),
    copy: css({ position: 'absolute', top: theme.spacing(1.5), right: theme.spacing(1) }),
  };
}
