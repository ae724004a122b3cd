import { useStyles2 } from '@grafana/ui';
import { type ReleaseDetail } from '@noderr/protocol';
import { type ReactElement } from 'react';
import { Link } from 'react-router-dom';
import { paths } from '../../app/paths.ts';
import { shortId } from '../../format/identifier.ts';
import { Moment } from '../../parts/moment.tsx';
import { PlaceMark } from '../../parts/place-mark.tsx';
import { ColumnHeads } from '../../parts/column-heads.tsx';
import { tableStyles } from '../../parts/table-styles.ts';
import { VersionMark } from '../../parts/version-mark.tsx';
import { releaseStrings } from '../../strings/release.ts';
import { testIds } from '../../test-ids.ts';
import { cohortName } from '../../parts/cohort-name.ts';
import { type PlacedNode } from './place-filter.ts';

const words = releaseStrings.nodes;

export function PlaceTable({ nodes, detail }: { nodes: readonly PlacedNode[]; detail: ReleaseDetail }): ReactElement {
  const table = useStyles2(tableStyles);
  return (
    <div className={table.scroll}>
      <table className={table.table} data-testid={testIds.releaseNodes}>
        <thead>
          <tr>
            <ColumnHeads names={Object.values(words.columns)} />
          </tr>
        </thead>
        <tbody>
          {nodes.map((node) => (
            <tr key={node.nodeId}>
              <td>
                <Link to={paths.node(node.nodeId)} title={node.nodeId} style={{ textDecoration: 'underline' }}>
                  {node.name || shortId(node.nodeId)}
                </Link>
              </td>
              <td>{cohortName(node.cohort)}</td>
              <td>
                <PlaceMark place={node.place} />
              </td>
              <td>
                <Runs committed={node.committed} detail={detail} />
              </td>
              <td>
                {node.outcome === null ? '—' : releaseStrings.outcomes[node.outcome]}
                {node.code !== null && `: ${node.code}`}
              </td>
              <td>{node.at === null ? '—' : <Moment at={node.at} />}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Runs({ committed, detail }: { committed: number; detail: ReleaseDetail }): ReactElement {
  if (committed === 0) return <>{words.noChain}</>;
  if (committed === detail.release.id) return <VersionMark version={detail.release.version} />;
  return <Link to={paths.release(detail.release.tier, committed)}>{releaseStrings.release(committed)}</Link>;
}
