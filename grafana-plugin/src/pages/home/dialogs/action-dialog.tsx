import { Button, Field, Input, Modal, TextArea } from '@grafana/ui';
import { type IntentKind, type TierCard } from '@noderr/protocol';
import { type ReactElement, useEffect, useId, useRef, useState } from 'react';
import { type IntentDraft, useConfirm, usePrepare } from '../../../api/use-intents.ts';
import { useNow } from '../../../app/use-now.ts';
import { controlStrings } from '../../../strings/controls.ts';
import { homeStrings } from '../../../strings/home.ts';
import { testIds } from '../../../test-ids.ts';
import { cohortName } from '../../../parts/cohort-name.ts';
import { nextCohort } from '../gate-words.ts';
import { reasonProblem } from '../reason-field.ts';
import { DialogError } from './dialog-error.tsx';
import { PreviewBlock } from './preview-block.tsx';
import { RollbackTarget } from './rollback-target.tsx';

interface ActionDialogProps {
  kind: Exclude<IntentKind, 'pause'>;
  card: TierCard;
  onClose: () => void;
}

const words = homeStrings.dialog;
const CONFIRM = { resume: words.confirmResume, open: words.confirmOpen, rollback: words.confirmRollback } as const;

/** Says what will happen before it happens. Enter does not confirm; while it is sending it does not close. */
export function ActionDialog({ kind, card, onClose }: ActionDialogProps): ReactElement {
  const id = useId();
  // What the admin looked at when the dialog opened: a poll behind it must not change what is confirmed.
  const [opened] = useState(card);
  const [to, setTo] = useState(opened.actions.rollbackTargets[0]?.id);
  const [reason, setReason] = useState('');
  const [typed, setTyped] = useState('');
  const [touched, setTouched] = useState(false);
  const prepare = usePrepare();
  const confirm = useConfirm();
  const now = useNow();
  const sent = useRef(false);
  const cohort = nextCohort(opened) ?? undefined;

  const ask = prepare.mutate;
  const draft: IntentDraft = {
    kind,
    card: opened,
    ...(kind === 'rollback' && to !== undefined && { to }),
    ...(kind === 'open' && cohort !== undefined && { cohort }),
  };
  const draftKey = JSON.stringify([kind, to, cohort]);
  const latestDraft = useRef(draft);
  latestDraft.current = draft;
  useEffect(() => {
    ask(latestDraft.current);
  }, [ask, draftKey]);

  const intent = prepare.data;
  const expired = intent !== undefined && now > intent.expiresAt;
  const problem = reasonProblem(reason, kind !== 'open');
  const ready = intent !== undefined && !expired && problem === null && (kind !== 'rollback' || typed === opened.tier);

  const close = (): void => {
    if (!confirm.isPending) onClose();
  };
  const send = (): void => {
    setTouched(true);
    if (!ready || sent.current) return;
    sent.current = true;
    confirm.mutate(
      { id: intent.id, reason: reason.trim(), ...(kind === 'rollback' && { typedTier: typed }) },
      {
        onSuccess: onClose,
        onError: () => {
          sent.current = false;
        },
      },
    );
  };

  return (
    <Modal
      title={titleOf(kind, opened, cohort)}
      isOpen
      onDismiss={close}
      closeOnEscape={!confirm.isPending}
      closeOnBackdropClick={false}
    >
      <div data-testid={testIds.dialog(kind)}>
        {kind === 'rollback' && (
          <RollbackTarget
            targets={opened.actions.rollbackTargets}
            value={to}
            disabled={confirm.isPending}
            onChange={setTo}
          />
        )}
        <PreviewBlock
          kind={kind}
          card={opened}
          intent={intent}
          pending={prepare.isPending}
          expired={expired}
          onAgain={() => {
            ask(draft);
          }}
        />
        <Field
          label={kind === 'open' ? `${words.reason} (${words.optional})` : words.reason}
          description={words.reasonHint}
          invalid={problem !== null && (touched || reason !== '')}
          error={problem ?? undefined}
        >
          <TextArea
            id={`${id}-reason`}
            rows={2}
            value={reason}
            disabled={confirm.isPending}
            data-testid={testIds.dialogReason}
            onChange={(event) => {
              setReason(event.currentTarget.value);
            }}
          />
        </Field>
        {kind === 'rollback' && (
          <Field label={words.typedTier(opened.tier)}>
            <Input
              id={`${id}-tier`}
              value={typed}
              autoComplete="off"
              disabled={confirm.isPending}
              data-testid={testIds.dialogTypedTier}
              onChange={(event) => {
                setTyped(event.currentTarget.value);
              }}
            />
          </Field>
        )}
        <DialogError error={confirm.error ?? prepare.error} />
        <Modal.ButtonRow>
          <Button
            variant="secondary"
            fill="outline"
            onClick={close}
            disabled={confirm.isPending}
            data-testid={testIds.dialogCancel}
          >
            {controlStrings.cancel}
          </Button>
          <Button
            variant={kind === 'rollback' ? 'destructive' : 'primary'}
            onClick={send}
            disabled={!ready || confirm.isPending}
            icon={confirm.isPending ? 'sync' : undefined}
            data-testid={testIds.dialogConfirm}
          >
            {confirm.isPending ? words.sending : CONFIRM[kind]}
          </Button>
        </Modal.ButtonRow>
      </div>
    </Modal>
  );
}

function titleOf(kind: ActionDialogProps['kind'], card: TierCard, cohort: number | undefined): string {
  switch (kind) {
    case 'resume':
      return words.resumeTitle(card.tier);
    case 'open':
      return words.openTitle(card.tier, cohortName(cohort ?? 0));
    case 'rollback':
      return words.rollbackTitle(card.tier);
  }
}
