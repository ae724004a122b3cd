import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { Button, useStyles2 } from '@grafana/ui';
import { type Intent, type IntentKind, type TierCard } from '@noderr/protocol';
import { type ReactElement } from 'react';
import { homeStrings } from '../../../strings/home.ts';
import { testIds } from '../../../test-ids.ts';
import { gateParts } from '../gate-words.ts';
import { previewParts } from '../preview-words.ts';

interface PreviewBlockProps {
  kind: IntentKind;
  card: TierCard;
  intent: Intent | undefined;
  pending: boolean;
  expired: boolean;
  onAgain: () => void;
}

const words = homeStrings.dialog;

/** What the hub's simulation says will happen, to how many nodes. */
export function PreviewBlock({ kind, card, intent, pending, expired, onAgain }: PreviewBlockProps): ReactElement {
  const styles = useStyles2(getStyles);
  const parts = intent && kind === 'rollback' ? previewParts(intent.preview) : [];
  const overridden = kind === 'open' && card.rollout.gate ? gateParts(card.rollout.gate) : [];
  return (
    <div className={styles.block} aria-live="polite" aria-busy={pending} data-testid={testIds.dialogPreview}>
      <h4 className={styles.title}>{words.whatHappens}</h4>
      {pending && <p className={styles.pending}>{words.preparing}</p>}
      {!pending && intent && (
        <>
          <p>{intent.preview.text}</p>
          {parts.length > 0 && (
            <ul className={styles.list}>
              {parts.map((part) => (
                <li key={part}>{part}</li>
              ))}
            </ul>
          )}
          {intent.preview.data && <p>{words.data(homeStrings.dataWords[intent.preview.data])}</p>}
          {overridden.length > 0 && (
            <>
              <p>{words.overrides}</p>
              <ul className={styles.list}>
                {overridden.map((part) => (
                  <li key={part}>{part}</li>
                ))}
              </ul>
            </>
          )}
          {expired && (
            <p className={styles.expired}>
              {words.expired}{' '}
              <Button size="sm" variant="secondary" onClick={onAgain}>
                {words.again}
              </Button>
            </p>
          )}
        </>
      )}
    </div>
  );
}

function getStyles(theme: GrafanaTheme2) {
  return {
    block: css({
      background: theme.colors.background.secondary,
      borderRadius: theme.shape.radius.default,
      padding: theme.spacing(1.5),
      marginBottom: theme.spacing(2),
      // The height of a usual preview, so that the fields below do not move when it comes.
      minHeight: 120,
    }),
    title: css({ ...theme.typography.h5, margin: theme.spacing(0, 0, 1) }),
    pending: css({ color: theme.colors.text.secondary }),
    list: css({ margin: theme.spacing(0, 0, 1, 2.5) }),
    expired: css({ color: theme.colors.warning.text }),
  };
}
