import { useStyles2 } from '@grafana/ui';
import { type TierCard } from '@noderr/protocol';
import { type ReactElement } from 'react';
import { Link } from 'react-router-dom';
import { paths } from '../../app/paths.ts';
import { formatCount, formatShare } from '../../format/number.ts';
import { ColumnHeads } from '../../parts/column-heads.tsx';
import { StateMark } from '../../parts/state-mark.tsx';
import { tableStyles } from '../../parts/table-styles.ts';
import { VersionMark } from '../../parts/version-mark.tsx';
import { versionsStrings } from '../../strings/versions.ts';
import { testIds } from '../../test-ids.ts';
import { versionRows, type VersionRow } from './version-rows.ts';

const words = versionsStrings.columns;

/** The same as the chart, in numbers. */
export function VersionsTable({ tiers }: { tiers: readonly TierCard[] }): ReactElement {
  const table = useStyles2(tableStyles);
  return (
    <div className={table.scroll}>
      <table className={table.table} data-testid={testIds.versionTable}>
        <thead>
          <tr>
            <ColumnHeads names={[words.tier, words.version]} />
            <ColumnHeads names={[words.nodes, words.share]} className={table.number} />
            <ColumnHeads names={[words.role]} />
          </tr>
        </thead>
        <tbody>
          {versionRows(tiers).map((row) => (
            <Row key={`${row.tier} ${row.releaseId}`} row={row} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Row({ row }: { row: VersionRow }): ReactElement {
  const table = useStyles2(tableStyles);
  const stray = row.role === 'stray' || row.role === 'none';
  return (
    <tr>
      <td>{row.tier}</td>
      <td>
        {row.version === null ? (
          versionsStrings.noRelease
        ) : (
          <Link to={paths.release(row.tier, row.releaseId)}>
            <VersionMark version={row.version} />
          </Link>
        )}
      </td>
      <td className={table.number}>
        <Link
          to={paths.nodes({ tier: row.tier, version: row.version ?? 'none' })}
          style={{ textDecoration: 'underline' }}
        >
          {formatCount(row.nodes)}
        </Link>
      </td>
      <td className={table.number}>{formatShare(row.share, 1)}</td>
      <td>
        <StateMark
          tone={stray ? 'warn' : row.role === 'target' || row.role === 'both' ? 'good' : 'calm'}
          icon={stray ? 'exclamation-triangle' : row.role === 'baseline' ? 'circle' : 'check-circle'}
          word={versionsStrings.roles[row.role]}
        />
      </td>
    </tr>
  );
}
