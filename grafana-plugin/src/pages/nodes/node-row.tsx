import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import { type NodeSummary } from '@noderr/protocol';
import { memo, type ReactElement } from 'react';
import { Link } from 'react-router-dom';
import { paths } from '../../app/paths.ts';
import { shortId } from '../../format/identifier.ts';
import { HealthMark } from '../../parts/health-mark.tsx';
import { Moment } from '../../parts/moment.tsx';
import { PlaceMark } from '../../parts/place-mark.tsx';
import { Since } from '../../parts/since.tsx';
import { stateWords } from '../../parts/state-words.ts';
import { VersionMark } from '../../parts/version-mark.tsx';
import { absentStrings } from '../../strings/absent.ts';
import { momentStrings } from '../../strings/moments.ts';
import { nodesStrings, nodeStatusWords } from '../../strings/nodes.ts';
import { rolloutStrings } from '../../strings/rollout.ts';
import { testIds } from '../../test-ids.ts';

/** One node in one line. */
export const NodeRow = memo(function NodeRow({
  node,
  index,
  height,
}: {
  node: NodeSummary;
  index: number;
  height: number;
}): ReactElement {
  const styles = useStyles2(getStyles);
  const words = node.state ? stateWords(node.state) : absentStrings.unknown;
  const notes = nodeNotes(node);
  return (
    <tr style={{ height }} aria-rowindex={index + 2} data-testid={testIds.nodeRow(node.nodeId)}>
      <td>
        <Link to={paths.node(node.nodeId)} className={styles.name}>
          {node.name}
        </Link>{' '}
        <code className={styles.id} title={node.nodeId}>
          {shortId(node.nodeId)}
        </code>
      </td>
      <td>{node.tier}</td>
      <td>
        <PlaceMark place={node.place} />
      </td>
      <td title={words}>
        {words} {node.state && node.state.name !== 'idle' && <Since at={node.state.since} />}
      </td>
      <td>
        <VersionMark version={node.version} />
      </td>
      <td>{node.cohort === null ? '—' : node.cohort === 0 ? rolloutStrings.canary : node.cohort}</td>
      <td>
        <HealthMark node={node} />
      </td>
      <td>{node.lastHeartbeatAt === null ? momentStrings.never : <Moment at={node.lastHeartbeatAt} />}</td>
      <td title={notes.join(', ')} className={styles.notes}>
        {node.unsafe && <strong className={styles.unsafe}>{nodesStrings.unsafe} </strong>}
        {notes.join(', ')}
      </td>
    </tr>
  );
});

function nodeNotes(node: NodeSummary): string[] {
  return [
    ...(node.status === 'suspended' ? [nodeStatusWords.suspended] : []),
    ...(node.held ? [nodesStrings.held] : []),
    ...(node.failed ? [nodesStrings.failedAt(node.failed.code)] : []),
  ];
}

function getStyles(theme: GrafanaTheme2) {
  return {
    name: css({
      color: theme.colors.text.link,
      fontWeight: theme.typography.fontWeightMedium,
      '&:hover': { textDecoration: 'underline' },
    }),
    id: css({
      background: 'transparent',
      border: 'none',
      padding: 0,
      color: theme.colors.text.secondary,
      fontSize: theme.typography.bodySmall.fontSize,
    }),
    notes: css({ color: theme.colors.text.secondary }),
    unsafe: css({ color: theme.colors.error.text }),
  };
}
