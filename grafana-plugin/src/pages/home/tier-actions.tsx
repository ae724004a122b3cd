import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { Alert, Button, type ButtonVariant, useStyles2 } from '@grafana/ui';
import { type IntentKind } from '@noderr/protocol';
import { type ReactElement, useRef, useState } from 'react';
import { usePause } from '../../api/use-intents.ts';
import { homeStrings } from '../../strings/home.ts';
import { testIds } from '../../test-ids.ts';
import { type ActionFacts, actionReason, actionsShown } from './action-reason.ts';
import { ActionDialog } from './dialogs/action-dialog.tsx';

const LABELS: Readonly<Record<IntentKind, string>> = {
  pause: homeStrings.pause,
  resume: homeStrings.resume,
  open: homeStrings.open,
  rollback: homeStrings.rollback,
};
const VARIANTS: Readonly<Record<IntentKind, ButtonVariant>> = {
  pause: 'primary',
  resume: 'primary',
  open: 'secondary',
  rollback: 'destructive',
};

/** The buttons of a tier. Pause acts at once; the others open a dialog; a disabled one says why. */
export function TierActions({ facts, small = false }: { facts: ActionFacts; small?: boolean }): ReactElement | null {
  const styles = useStyles2(getStyles);
  const pause = usePause();
  // The second click of a double click comes before the button is drawn disabled.
  const pausing = useRef(false);
  const [dialog, setDialog] = useState<Exclude<IntentKind, 'pause'> | null>(null);
  const { card } = facts;
  const shown = actionsShown(facts);
  if (shown.length === 0) return null;

  return (
    <div className={styles.actions}>
      {shown.map((kind) => {
        const reason = actionReason(kind, facts);
        return (
          <Button
            key={kind}
            size={small ? 'sm' : 'md'}
            variant={small ? 'secondary' : VARIANTS[kind]}
            fill={kind === 'rollback' ? 'outline' : 'solid'}
            disabled={reason !== null || (kind === 'pause' && pause.isPending)}
            icon={kind === 'pause' ? (pause.isPending ? 'sync' : 'pause') : undefined}
            tooltip={reason ?? undefined}
            data-testid={testIds.action(card.tier, kind)}
            data-reason={reason ?? undefined}
            onClick={() => {
              if (kind !== 'pause') {
                setDialog(kind);
                return;
              }
              if (pausing.current) return;
              pausing.current = true;
              pause.mutate(card, {
                onSettled: () => {
                  pausing.current = false;
                },
              });
            }}
          >
            {LABELS[kind]}
          </Button>
        );
      })}
      {pause.error && (
        <Alert
          severity="error"
          title={homeStrings.pauseFailed}
          className={styles.error}
          onRemove={() => {
            pause.reset();
          }}
        >
          {pause.error.message}
        </Alert>
      )}
      {dialog && (
        <ActionDialog
          kind={dialog}
          card={card}
          onClose={() => {
            setDialog(null);
          }}
        />
      )}
    </div>
  );
}

function getStyles(theme: GrafanaTheme2) {
  return {
    actions: css({ display: 'flex', flexWrap: 'wrap', gap: theme.spacing(1), marginLeft: 'auto' }),
    error: css({ flexBasis: '100%', marginBottom: 0 }),
  };
}
