import { useStyles2 } from '@grafana/ui';
import { type AuditEntry } from '@noderr/protocol';
import { type ReactElement } from 'react';
import { ColumnHeads } from '../../parts/column-heads.tsx';
import { tableStyles } from '../../parts/table-styles.ts';
import { auditStrings } from '../../strings/audit.ts';
import { testIds } from '../../test-ids.ts';
import { AuditRow } from './audit-row.tsx';

const { columns } = auditStrings;

export function AuditTable({ entries }: { entries: readonly AuditEntry[] }): ReactElement {
  const table = useStyles2(tableStyles);
  return (
    <div className={table.scroll}>
      <table className={table.table} data-testid={testIds.auditTable}>
        <thead>
          <tr>
            <td />
            <th scope="col" className={table.number}>
              {columns.n}
            </th>
            <ColumnHeads
              names={[columns.when, columns.who, columns.what, columns.tier, columns.subject, columns.why]}
            />
            <th scope="col" className={table.number}>
              {columns.seq}
            </th>
            <th scope="col">{columns.transaction}</th>
          </tr>
        </thead>
        <tbody>
          {entries.map((entry) => (
            <AuditRow key={entry.n} entry={entry} />
          ))}
        </tbody>
      </table>
    </div>
  );
}
