import { type AuditEntry, NodeId } from '@noderr/protocol';
import { type ReactElement } from 'react';
import { Link } from 'react-router-dom';
import { paths } from '../../app/paths.ts';
import { shortId } from '../../format/identifier.ts';

/** What an entry is about; nodes lead to their page. */
export function AuditSubject({ entry }: { entry: AuditEntry }): ReactElement {
  const { subject, action } = entry;
  const nodeId = action.startsWith('node.') ? NodeId.safeParse(subject).data : undefined;
  if (nodeId !== undefined) {
    return (
      <Link to={paths.node(nodeId)} title={nodeId} style={{ textDecoration: 'underline' }}>
        {shortId(nodeId)}
      </Link>
    );
  }
  return <span title={subject}>{isId(subject) ? shortId(subject) : subject}</span>;
}

function isId(text: string): boolean {
  return /^(0x)?[0-9a-f-]{20,}$/i.test(text);
}
