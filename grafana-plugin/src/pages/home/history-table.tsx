import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { Icon, RadioButtonGroup, useStyles2 } from '@grafana/ui';
import { type RolloutHistory, type RolloutSummary, type Tier } from '@noderr/protocol';
import { type ReactElement, useState } from 'react';
import { Link } from 'react-router-dom';
import { paths } from '../../app/paths.ts';
import { useNow } from '../../app/use-now.ts';
import { formatSpan } from '../../format/duration.ts';
import { formatCount, formatShare } from '../../format/number.ts';
import { actorName } from '../../parts/actor-name.ts';
import { Moment } from '../../parts/moment.tsx';
import { StateMark } from '../../parts/state-mark.tsx';
import { STATUS_TONES } from '../../parts/tone.ts';
import { ColumnHeads } from '../../parts/column-heads.tsx';
import { tableStyles } from '../../parts/table-styles.ts';
import { VersionMark } from '../../parts/version-mark.tsx';
import { homeStrings } from '../../strings/home.ts';
import { statusWords } from '../../strings/rollout.ts';
import { testIds } from '../../test-ids.ts';
import { historyRows, historySeconds } from './history-rows.ts';

const words = homeStrings.history;

/** Every rollout and rollback there was, newest first. */
export function HistoryTable({ history }: { history: RolloutHistory }): ReactElement {
  const styles = useStyles2(getStyles);
  const table = useStyles2(tableStyles);
  const [tier, setTier] = useState<Tier | null>(null);
  const tiers = [...new Set(history.rollouts.map((rollout) => rollout.tier))];
  const rows = historyRows(history.rollouts, tier);
  if (history.rollouts.length === 0) return <p className={styles.empty}>{words.empty}</p>;
  return (
    <>
      {tiers.length > 1 && (
        <div className={styles.filter}>
          <RadioButtonGroup<Tier | 'every'>
            size="sm"
            aria-label={words.tier}
            value={tier ?? 'every'}
            options={[{ label: words.allTiers, value: 'every' }, ...tiers.map((one) => ({ label: one, value: one }))]}
            onChange={(value) => {
              setTier(value === 'every' ? null : value);
            }}
          />
        </div>
      )}
      <div className={table.scroll}>
        <table className={table.table} data-testid={testIds.history}>
          <thead>
            <tr>
              <ColumnHeads names={[words.when, words.tier, words.change, words.kind, words.who]} />
              <ColumnHeads names={[words.nodes, words.success, words.duration]} className={table.number} />
              <th scope="col">{words.outcome}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <HistoryRow key={`${row.tier} ${row.rolloutId}`} row={row} />
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}

function HistoryRow({ row }: { row: RolloutSummary }): ReactElement {
  const styles = useStyles2(getStyles);
  const table = useStyles2(tableStyles);
  const now = useNow();
  return (
    <tr data-testid={testIds.historyRow(row.tier, row.rolloutId)}>
      <td>
        <Moment at={row.startedAt} />
      </td>
      <td>{row.tier}</td>
      <td>
        <Link to={paths.release(row.tier, row.target)} className={styles.change}>
          {row.fromVersion && (
            <>
              <VersionMark version={row.fromVersion} />
              <Icon name="arrow-right" size="sm" aria-label={homeStrings.toVersion} />
            </>
          )}
          <VersionMark version={row.toVersion} />
        </Link>
      </td>
      <td>{words.kinds[row.kind]}</td>
      <td title={row.reason}>{actorName(row.by)}</td>
      <td className={table.number}>{formatCount(row.nodes)}</td>
      <td className={table.number}>{row.successRate === null ? '—' : formatShare(row.successRate, 1)}</td>
      <td className={table.number}>{formatSpan(historySeconds(row, now))}</td>
      <td>
        {row.status === 'superseded' ? (
          <StateMark tone="calm" icon="arrow-right" word={words.superseded} />
        ) : (
          <StateMark {...STATUS_TONES[row.status]} word={statusWords[row.status]} />
        )}
      </td>
    </tr>
  );
}

function getStyles(theme: GrafanaTheme2) {
  return {
    filter: css({ marginBottom: theme.spacing(1) }),
    empty: css({ color: theme.colors.text.secondary }),
    change: css({
      display: 'inline-flex',
      alignItems: 'center',
      gap: theme.spacing(0.75),
      '&:hover': { textDecoration: 'underline' },
    }),
  };
}
