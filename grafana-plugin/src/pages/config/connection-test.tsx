import { css } from '@emotion/css';
import { type GrafanaTheme2, type IconName } from '@grafana/data';
import { Button, useStyles2 } from '@grafana/ui';
import { type UseMutationResult } from '@tanstack/react-query';
import { type ReactElement } from 'react';
import { StateMark } from '../../parts/state-mark.tsx';
import { type Tone } from '../../parts/tone.ts';
import { configStrings } from '../../strings/config.ts';
import { testIds } from '../../test-ids.ts';
import { type CheckRow, type ConnectionReport } from './connection-report.ts';

interface ConnectionTestProps {
  test: UseMutationResult<ConnectionReport, Error, string>;
  /** The saved one: it is what Grafana asks. */
  hubUrl: string;
  /** Why it cannot be tested now. */
  blocked: string | null;
}

const STATES: Readonly<Record<CheckRow['state'], { tone: Tone; icon: IconName }>> = {
  ok: { tone: 'good', icon: 'check-circle' },
  failed: { tone: 'bad', icon: 'times-circle' },
  unknown: { tone: 'calm', icon: 'question-circle' },
};

/** A list of checks, each with its own result and, where it failed, what to do. */
export function ConnectionTest({ test, hubUrl, blocked }: ConnectionTestProps): ReactElement {
  const styles = useStyles2(getStyles);
  const { data: report, isPending } = test;
  return (
    <div className={styles.block}>
      <div className={styles.head}>
        <Button
          variant="secondary"
          disabled={isPending || blocked !== null}
          tooltip={blocked ?? undefined}
          data-testid={testIds.configTest}
          onClick={() => {
            test.mutate(hubUrl);
          }}
        >
          {isPending ? configStrings.testing : configStrings.test}
        </Button>
        <span role="status" data-testid={testIds.configSummary}>
          {!isPending && (report ? summary(report) : configStrings.notTested)}
        </span>
      </div>
      {report && (
        <ul className={styles.list} aria-label={configStrings.testTitle}>
          {report.rows.map((row) => (
            <Check key={row.check} row={row} />
          ))}
        </ul>
      )}
    </div>
  );
}

function Check({ row }: { row: CheckRow }): ReactElement {
  const styles = useStyles2(getStyles);
  return (
    <li className={styles.row} data-testid={testIds.configCheck(row.check)} data-state={row.state}>
      <span className={styles.state}>
        <StateMark {...STATES[row.state]} word={configStrings.states[row.state]} />
      </span>
      <span className={styles.name}>{configStrings.checks[row.check]}</span>
      <span className={styles.text}>
        {row.text}
        {row.fix !== null && (
          <span className={styles.fix}>
            <strong>{configStrings.fix}</strong> {row.fix}
          </span>
        )}
      </span>
    </li>
  );
}

function summary({ rows, user, hubVersion }: ConnectionReport): string {
  const failed = rows.filter((row) => row.state === 'failed').length;
  return [
    failed === 0 ? configStrings.allGood : configStrings.someBad(failed),
    user && configStrings.asUser(user.login, user.role),
    hubVersion !== null && configStrings.hubVersion(hubVersion),
  ]
    .filter(Boolean)
    .join(' ');
}

function getStyles(theme: GrafanaTheme2) {
  return {
    block: css({ display: 'flex', flexDirection: 'column', gap: theme.spacing(2) }),
    head: css({ display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: theme.spacing(1, 2) }),
    list: css({
      listStyle: 'none',
      border: `1px solid ${theme.colors.border.weak}`,
      borderRadius: theme.shape.radius.default,
      background: theme.colors.background.primary,
    }),
    row: css({
      display: 'grid',
      gridTemplateColumns: '110px 170px 1fr',
      gap: theme.spacing(0.5, 1),
      padding: theme.spacing(1, 1.5),
      '& + &': { borderTop: `1px solid ${theme.colors.border.weak}` },
      [theme.breakpoints.down('sm')]: { gridTemplateColumns: '1fr' },
    }),
    state: css({ whiteSpace: 'nowrap' }),
    name: css({ fontWeight: theme.typography.fontWeightMedium }),
    text: css({ color: theme.colors.text.secondary, overflowWrap: 'anywhere' }),
    fix: css({ display: 'block', color: theme.colors.text.primary, marginTop: theme.spacing(0.5) }),
  };
}
