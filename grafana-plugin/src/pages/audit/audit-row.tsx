import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { IconButton, useStyles2 } from '@grafana/ui';
import { type AuditEntry } from '@noderr/protocol';
import { type ReactElement, useId, useState } from 'react';
import { useTimezone } from '../../app/use-timezone.ts';
import { formatExact } from '../../format/moment.ts';
import { formatCount } from '../../format/number.ts';
import { actorName } from '../../parts/actor-name.ts';
import { Identifier } from '../../parts/identifier.tsx';
import { Moment } from '../../parts/moment.tsx';
import { tableStyles } from '../../parts/table-styles.ts';
import { auditStrings } from '../../strings/audit.ts';
import { testIds } from '../../test-ids.ts';
import { AuditSubject } from './audit-subject.tsx';

const AUDIT_COLUMNS = 10;

/** One entry; its hashes and full ids on demand. */
export function AuditRow({ entry }: { entry: AuditEntry }): ReactElement {
  const styles = useStyles2(getStyles);
  const table = useStyles2(tableStyles);
  const [open, setOpen] = useState(false);
  const id = useId();
  return (
    <>
      <tr data-testid={testIds.auditRow(entry.n)}>
        <td className={styles.toggle}>
          <IconButton
            name={open ? 'angle-down' : 'angle-right'}
            aria-label={auditStrings.details(entry.n)}
            aria-expanded={open}
            aria-controls={id}
            onClick={() => {
              setOpen(!open);
            }}
          />
        </td>
        <td className={table.number}>{formatCount(entry.n)}</td>
        <td>
          <Moment at={entry.at} />
        </td>
        <td title={entry.actor.name}>{actorName(entry.actor)}</td>
        <td title={entry.action}>{auditStrings.action(entry.action)}</td>
        <td>{entry.tier ?? '—'}</td>
        <td>
          <AuditSubject entry={entry} />
        </td>
        <td className={styles.why}>{entry.reason}</td>
        <td className={table.number}>{seqText(entry)}</td>
        <td>{entry.transaction && <Identifier id={entry.transaction} what={auditStrings.transaction} />}</td>
      </tr>
      {open && (
        <tr id={id}>
          <td />
          <td colSpan={AUDIT_COLUMNS - 1}>
            <Details entry={entry} />
          </td>
        </tr>
      )}
    </>
  );
}

function seqText({ seqBefore, seqAfter }: AuditEntry): string {
  if (seqBefore === null && seqAfter === null) return auditStrings.noSeq;
  return auditStrings.seq(
    seqBefore === null ? '?' : formatCount(seqBefore),
    seqAfter === null ? '…' : formatCount(seqAfter),
  );
}

function Details({ entry }: { entry: AuditEntry }): ReactElement {
  const styles = useStyles2(getStyles);
  const timezone = useTimezone();
  const words = auditStrings.detail;
  const rows: [string, string | null][] = [
    [words.at, formatExact(entry.at, timezone)],
    [words.subject, entry.subject],
    [words.intent, entry.intentId],
    [auditStrings.columns.transaction, entry.transaction],
    [words.hash, entry.hash],
    [words.previous, entry.previous],
  ];
  return (
    <dl className={styles.details}>
      {rows.map(([name, value]) =>
        value === null || value === '' ? null : (
          <div key={name} className={styles.detail}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ),
      )}
    </dl>
  );
}

function getStyles(theme: GrafanaTheme2) {
  return {
    toggle: css({ '&&': { width: 32, paddingRight: 0 } }),
    why: css({ '&&': { whiteSpace: 'normal', minWidth: 200, overflowWrap: 'anywhere' } }),
    details: css({ margin: theme.spacing(0.5, 0), fontSize: theme.typography.bodySmall.fontSize }),
    detail: css({
      display: 'flex',
      gap: theme.spacing(1.5),
      dt: { width: 110, color: theme.colors.text.secondary, fontWeight: theme.typography.fontWeightRegular },
      dd: {
        margin: 0,
        fontFamily: theme.typography.fontFamilyMonospace,
        whiteSpace: 'normal',
        overflowWrap: 'anywhere',
      },
    }),
  };
}
