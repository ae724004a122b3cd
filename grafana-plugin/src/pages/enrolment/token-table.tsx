import { Alert, Button, ConfirmModal, type IconName, useStyles2 } from '@grafana/ui';
import { type JoinTokenRow } from '@noderr/protocol';
import { type ReactElement, useState } from 'react';
import { Link } from 'react-router-dom';
import { useRevokeToken } from '../../api/use-join-tokens.ts';
import { paths } from '../../app/paths.ts';
import { shortId } from '../../format/identifier.ts';
import { Moment } from '../../parts/moment.tsx';
import { StateMark } from '../../parts/state-mark.tsx';
import { ColumnHeads } from '../../parts/column-heads.tsx';
import { tableStyles } from '../../parts/table-styles.ts';
import { type Tone } from '../../parts/tone.ts';
import { controlStrings } from '../../strings/controls.ts';
import { nodesStrings } from '../../strings/nodes.ts';
import { enrolmentStrings } from '../../strings/enrolment.ts';
import { testIds } from '../../test-ids.ts';

const STATUSES: Readonly<Record<JoinTokenRow['status'], { tone: Tone; icon: IconName }>> = {
  open: { tone: 'busy', icon: 'unlock' },
  used: { tone: 'good', icon: 'check-circle' },
  expired: { tone: 'calm', icon: 'clock-nine' },
  revoked: { tone: 'warn', icon: 'ban' },
};

const { columns } = enrolmentStrings;

/** Every token there was, newest first; the tokens themselves are nowhere. */
export function TokenTable({ tokens }: { tokens: readonly JoinTokenRow[] }): ReactElement {
  const table = useStyles2(tableStyles);
  const [asked, setAsked] = useState<JoinTokenRow | null>(null);
  const revoke = useRevokeToken();
  return (
    <>
      {revoke.error && <Alert severity="error" title={revoke.error.message} onRemove={revoke.reset} />}
      <div className={table.scroll}>
        <table className={table.table} data-testid={testIds.tokenTable}>
          <thead>
            <tr>
              <ColumnHeads names={Object.values(columns)} />
            </tr>
          </thead>
          <tbody>
            {tokens.map((row) => (
              <tr key={row.id} data-testid={testIds.tokenRow(row.id)}>
                <td>{row.tier}</td>
                <td>
                  <StateMark {...STATUSES[row.status]} word={enrolmentStrings.statuses[row.status]} />
                </td>
                <td>
                  <Moment at={row.createdAt} />
                </td>
                <td>{row.createdBy}</td>
                <td>
                  <Moment at={row.expiresAt} />
                </td>
                <td>
                  {row.usedBy === null ? (
                    '—'
                  ) : (
                    <Link to={paths.node(row.usedBy)} title={row.usedBy} style={{ textDecoration: 'underline' }}>
                      {nodesStrings.node} {shortId(row.usedBy)}
                    </Link>
                  )}
                </td>
                <td>
                  {row.status === 'open' && (
                    <Button
                      size="sm"
                      variant="destructive"
                      fill="outline"
                      disabled={revoke.isPending}
                      aria-label={enrolmentStrings.revokeLabel(row.tier)}
                      data-testid={testIds.tokenRevoke(row.id)}
                      onClick={() => {
                        setAsked(row);
                      }}
                    >
                      {revoke.isPending && revoke.variables.id === row.id
                        ? enrolmentStrings.revoking
                        : enrolmentStrings.revoke}
                    </Button>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <ConfirmModal
        isOpen={asked !== null}
        title={enrolmentStrings.revokeTitle}
        body={enrolmentStrings.revokeText(asked?.tier ?? '')}
        confirmText={enrolmentStrings.revoke}
        dismissText={controlStrings.cancel}
        onConfirm={() => {
          if (asked) revoke.mutate(asked);
          setAsked(null);
        }}
        onDismiss={() => {
          setAsked(null);
        }}
      />
    </>
  );
}
