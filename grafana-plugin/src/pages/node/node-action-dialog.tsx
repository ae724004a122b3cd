import { Alert, Button, Field, Input, Modal } from '@grafana/ui';
import { type NodeDetail } from '@noderr/protocol';
import { type ReactElement, useId, useState } from 'react';
import { useNodeAction } from '../../api/use-node-action.ts';
import { Identifier } from '../../parts/identifier.tsx';
import { controlStrings } from '../../strings/controls.ts';
import { nodesStrings } from '../../strings/nodes.ts';
import { testIds } from '../../test-ids.ts';

export type NodeActionKind = 'suspend' | 'resume' | 'forget';

interface NodeActionDialogProps {
  kind: NodeActionKind;
  node: NodeDetail;
  onClose: (done: boolean) => void;
}

/** The hub refuses longer ones. */
const REASON_LIMIT = 200;

export function NodeActionDialog({ kind, node, onClose }: NodeActionDialogProps): ReactElement {
  const id = useId();
  const [reason, setReason] = useState('');
  const [typed, setTyped] = useState('');
  const action = useNodeAction();
  const words = nodesStrings.dialogs[kind];
  const ready = kind !== 'forget' || typed.trim() === node.nodeId;
  const close = (): void => {
    if (!action.isPending) onClose(false);
  };
  return (
    <Modal
      title={words.title(node.name)}
      isOpen
      onDismiss={close}
      closeOnEscape={!action.isPending}
      closeOnBackdropClick={false}
    >
      <div data-testid={testIds.dialog(kind)}>
        <p>{words.text}</p>
        <Field label={nodesStrings.reason}>
          <Input
            id={`${id}-reason`}
            value={reason}
            maxLength={REASON_LIMIT}
            disabled={action.isPending}
            data-testid={testIds.dialogReason}
            onChange={(event) => {
              setReason(event.currentTarget.value);
            }}
          />
        </Field>
        {kind === 'forget' && (
          <>
            <p>
              {nodesStrings.typeId} <Identifier id={node.nodeId} what={nodesStrings.nodeId} />
            </p>
            <Field label={nodesStrings.typedId}>
              <Input
                id={`${id}-typed`}
                value={typed}
                autoComplete="off"
                spellCheck={false}
                disabled={action.isPending}
                data-testid={testIds.dialogTypedId}
                onChange={(event) => {
                  setTyped(event.currentTarget.value);
                }}
              />
            </Field>
          </>
        )}
        {action.error && <Alert severity="error" title={action.error.message} data-testid={testIds.dialogError} />}
        <Modal.ButtonRow>
          <Button
            variant="secondary"
            fill="outline"
            disabled={action.isPending}
            onClick={close}
            data-testid={testIds.dialogCancel}
          >
            {controlStrings.cancel}
          </Button>
          <Button
            variant={kind === 'forget' ? 'destructive' : 'primary'}
            disabled={!ready || action.isPending}
            icon={action.isPending ? 'sync' : undefined}
            data-testid={testIds.dialogConfirm}
            onClick={() => {
              action.mutate(
                {
                  nodeId: node.nodeId,
                  action: kind,
                  reason: reason.trim(),
                  ...(kind === 'forget' && { typedId: typed.trim() }),
                },
                {
                  onSuccess: () => {
                    onClose(true);
                  },
                },
              );
            }}
          >
            {words.confirm}
          </Button>
        </Modal.ButtonRow>
      </div>
    </Modal>
  );
}
