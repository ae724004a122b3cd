import { type TimelineMark } from '@noderr/protocol';
import { type ReactElement } from 'react';
import { Link } from 'react-router-dom';
import { paths } from '../../app/paths.ts';
import { shortId } from '../../format/identifier.ts';
import { actorName } from '../../parts/actor-name.ts';
import { absentStrings } from '../../strings/absent.ts';
import { nodesStrings } from '../../strings/nodes.ts';

/** Who did it, or which node it happened to. */
export function MarkSource({ mark }: { mark: TimelineMark }): ReactElement {
  if (mark.nodeId !== null) {
    return (
      <Link to={paths.node(mark.nodeId)} style={{ textDecoration: 'underline' }} title={mark.nodeId}>
        {nodesStrings.node} {shortId(mark.nodeId)}
      </Link>
    );
  }
  return <span title={mark.by?.name}>{mark.by ? actorName(mark.by) : absentStrings.unknown}</span>;
}
