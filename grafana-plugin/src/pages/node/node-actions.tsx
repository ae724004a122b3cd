import { Button } from '@grafana/ui';
import { type NodeDetail, PERMISSIONS } from '@noderr/protocol';
import { type ReactElement, useState } from 'react';
import { useNavigate } from 'react-router-dom';
import { useCan } from '../../app/services-context.ts';
import { paths } from '../../app/paths.ts';
import { nodesStrings } from '../../strings/nodes.ts';
import { testIds } from '../../test-ids.ts';
import { type NodeActionKind, NodeActionDialog } from './node-action-dialog.tsx';

/** Suspend, resume, forget: for those who may. */
export function NodeActions({ node }: { node: NodeDetail }): ReactElement | null {
  const mayWrite = useCan(PERMISSIONS.writeTokens);
  const navigate = useNavigate();
  const [open, setOpen] = useState<NodeActionKind | null>(null);
  if (!mayWrite) return null;
  const kinds: readonly NodeActionKind[] = [node.status === 'suspended' ? 'resume' : 'suspend', 'forget'];
  return (
    <>
      {kinds.map((kind) => (
        <Button
          key={kind}
          size="sm"
          variant={kind === 'forget' ? 'destructive' : 'secondary'}
          fill={kind === 'forget' ? 'outline' : 'solid'}
          data-testid={testIds.nodeAction(kind)}
          onClick={() => {
            setOpen(kind);
          }}
        >
          {nodesStrings.actions[kind]}
        </Button>
      ))}
      {open && (
        <NodeActionDialog
          kind={open}
          node={node}
          onClose={(done) => {
            setOpen(null);
            if (done && open === 'forget') navigate(paths.nodes());
          }}
        />
      )}
    </>
  );
}
