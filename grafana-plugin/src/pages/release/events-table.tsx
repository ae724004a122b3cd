import { css } from '@emotion/css';
import { useStyles2 } from '@grafana/ui';
import { type DirectiveChange } from '@noderr/protocol';
import { type ReactElement } from 'react';
import { formatCount } from '../../format/number.ts';
import { Identifier } from '../../parts/identifier.tsx';
import { Moment } from '../../parts/moment.tsx';
import { ColumnHeads } from '../../parts/column-heads.tsx';
import { tableStyles } from '../../parts/table-styles.ts';
import { releaseStrings } from '../../strings/release.ts';
import { testIds } from '../../test-ids.ts';

const words = releaseStrings.events;

/** Every change of the contract that was about this release, newest first. */
export function EventsTable({ changes }: { changes: readonly DirectiveChange[] }): ReactElement {
  const styles = useStyles2(getStyles);
  const table = useStyles2(tableStyles);
  if (changes.length === 0) return <p>{words.none}</p>;
  const { columns } = words;
  return (
    <div className={table.scroll}>
      <table className={table.table} data-testid={testIds.releaseEvents}>
        <thead>
          <tr>
            <ColumnHeads names={[columns.when, columns.what, columns.who, columns.why]} />
            <ColumnHeads names={[columns.seq, columns.block]} className={table.number} />
            <th scope="col">{columns.transaction}</th>
          </tr>
        </thead>
        <tbody>
          {changes.toReversed().map((change) => (
            <tr key={change.directive.seq}>
              <td>
                <Moment at={change.block.time * 1000} block />
              </td>
              <td>{releaseStrings.actions[change.action](change.subject)}</td>
              <td>
                <Identifier id={change.actor} what={words.actor} />
              </td>
              <td className={styles.why}>{change.reason}</td>
              <td className={table.number}>{formatCount(change.directive.seq)}</td>
              <td className={table.number}>{formatCount(change.block.number)}</td>
              <td>
                <Identifier id={change.transaction} what={words.transaction} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function getStyles() {
  return { why: css({ '&&': { whiteSpace: 'normal', minWidth: 220, overflowWrap: 'anywhere' } }) };
}
