import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import { type AlertView } from '@noderr/protocol';
import { type ReactElement } from 'react';
import { Link } from 'react-router-dom';
import { paths } from '../app/paths.ts';
import { shortId } from '../format/identifier.ts';
import { formatCount } from '../format/number.ts';
import { alertStrings } from '../strings/alerts.ts';
import { testIds } from '../test-ids.ts';
import { byUrgency } from './alert-groups.ts';
import { AlertMark } from './alert-mark.tsx';
import { linkStyles } from './link-styles.ts';
import { Moment } from './moment.tsx';
import { RunbookLink } from './runbook-link.tsx';
import { StateMark } from './state-mark.tsx';
import { ColumnHeads } from './column-heads.tsx';
import { tableStyles } from './table-styles.ts';

interface AlertTableProps {
  alerts: readonly AlertView[];
  /** On the page of a node there is no need to name it. */
  withNode: boolean;
  /** Rows at the most; the rest is a number. */
  most?: number;
  /** Said where there is none. */
  none: string;
}

const words = alertStrings.columns;

/** Alerts that fire or fired, the most urgent first. */
export function AlertTable({ alerts, withNode, most = alerts.length, none }: AlertTableProps): ReactElement {
  const styles = useStyles2(getStyles);
  const links = useStyles2(linkStyles);
  const table = useStyles2(tableStyles);
  if (alerts.length === 0) return <p>{none}</p>;
  const columns = [words.alert, words.what, ...(withNode ? [words.node] : []), words.since, words.ended];
  return (
    <div className={table.scroll}>
      <table className={table.table} data-testid={testIds.alertTable}>
        <thead>
          <tr>
            <ColumnHeads names={columns} />
          </tr>
        </thead>
        <tbody>
          {alerts
            .toSorted(byUrgency)
            .slice(0, most)
            .map((alert) => (
              <tr key={`${alert.fingerprint} ${alert.startsAt}`} data-testid={testIds.alertRow(alert.name)}>
                <td>
                  <AlertMark severity={alert.severity} word={alert.name} ended={alert.status === 'resolved'} />
                </td>
                <td className={styles.what}>
                  {alert.summary}
                  {alert.pauses && <em className={styles.pauses}>{alertStrings.pauses}</em>}
                  <RunbookLink alert={alert.name} />
                </td>
                {withNode && (
                  <td>
                    {alert.nodeId !== null && (
                      <Link to={paths.node(alert.nodeId)} className={links.link}>
                        {shortId(alert.nodeId)}
                      </Link>
                    )}
                  </td>
                )}
                <td>
                  <Moment at={alert.startsAt} />
                </td>
                <td>
                  {alert.endsAt === null ? (
                    <StateMark tone="bad" icon="fire" word={alertStrings.firing} />
                  ) : (
                    <Moment at={alert.endsAt} />
                  )}
                </td>
              </tr>
            ))}
        </tbody>
      </table>
      {alerts.length > most && <p className={styles.more}>{alertStrings.andMore(formatCount(alerts.length - most))}</p>}
    </div>
  );
}

function getStyles(theme: GrafanaTheme2) {
  return {
    what: css({ '&&': { whiteSpace: 'normal', minWidth: 260, overflowWrap: 'anywhere' } }),
    pauses: css({ marginLeft: theme.spacing(1) }),
    more: css({ margin: theme.spacing(1, 1.5), color: theme.colors.text.secondary }),
  };
}
