import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { Alert, Icon, useStyles2 } from '@grafana/ui';
import { type NodeDetail } from '@noderr/protocol';
import { type ReactElement } from 'react';
import { LOKI_UID, nodeDashboardHref, nodeLogsHref, PROMETHEUS_UID } from '../../app/grafana-links.ts';
import { linkStyles } from '../../parts/link-styles.ts';
import { Since } from '../../parts/since.tsx';
import { HealthMark } from '../../parts/health-mark.tsx';
import { PlaceMark } from '../../parts/place-mark.tsx';
import { stateWords } from '../../parts/state-words.ts';
import { VersionMark } from '../../parts/version-mark.tsx';
import { appSubUrl, hasDatasource } from '../../runtime.ts';
import { nodesStrings, nodeStatusWords } from '../../strings/nodes.ts';
import { testIds } from '../../test-ids.ts';

/** The answer to "what is it doing and why". */
export function NodeOverview({ node }: { node: NodeDetail }): ReactElement {
  const styles = useStyles2(getStyles);
  const links = useStyles2(linkStyles);
  return (
    <>
      {node.unsafe && <Alert severity="error" title={nodesStrings.unsafeMeaning} />}
      <section className={styles.card}>
        <div className={styles.line}>
          <span className={styles.version}>
            <VersionMark version={node.version} />
          </span>
          <PlaceMark place={node.place} />
          <HealthMark node={node} />
          {node.state && (
            <span>
              {stateWords(node.state)} <Since at={node.state.since} />
            </span>
          )}
          {node.status === 'suspended' && <strong>{nodeStatusWords.suspended}</strong>}
          <span className={styles.links}>
            {hasDatasource(PROMETHEUS_UID) && (
              <a
                href={`${appSubUrl()}${nodeDashboardHref(node.nodeId)}`}
                className={links.link}
                data-testid={testIds.nodeDashboard}
              >
                <Icon name="apps" size="sm" aria-hidden /> {nodesStrings.dashboard}
              </a>
            )}
            {hasDatasource(LOKI_UID) && (
              <a
                href={`${appSubUrl()}${nodeLogsHref(node.nodeId)}`}
                className={links.link}
                data-testid={testIds.nodeLogs}
              >
                <Icon name="gf-logs" size="sm" aria-hidden /> {nodesStrings.logs}
              </a>
            )}
          </span>
        </div>
        <p className={styles.wants} data-testid={testIds.nodeWants}>
          {node.wants.text}
        </p>
        {node.cannotFollow && (
          <p className={styles.warn}>
            <Icon name="exclamation-triangle" size="sm" aria-hidden />{' '}
            {nodesStrings.cannotFollow(node.cannotFollow.releaseId, node.cannotFollow.code)}
          </p>
        )}
      </section>
    </>
  );
}

function getStyles(theme: GrafanaTheme2) {
  return {
    card: css({
      background: theme.colors.background.primary,
      border: `1px solid ${theme.colors.border.weak}`,
      borderRadius: theme.shape.radius.default,
      padding: theme.spacing(2),
      marginBottom: theme.spacing(2),
    }),
    line: css({ display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: theme.spacing(0.5, 3) }),
    version: css({ fontSize: theme.typography.h3.fontSize }),
    links: css({ marginLeft: 'auto', display: 'flex', gap: theme.spacing(2) }),
    wants: css({ margin: theme.spacing(1, 0, 0), fontSize: theme.typography.h5.fontSize }),
    warn: css({ margin: theme.spacing(1, 0, 0), color: theme.colors.warning.text }),
  };
}
