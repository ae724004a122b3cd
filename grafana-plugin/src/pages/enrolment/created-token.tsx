import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { Alert, Button, ClipboardButton, Field, Input, useStyles2 } from '@grafana/ui';
import { type CreatedJoinToken } from '@noderr/protocol';
import { type ReactElement, useEffect, useId, useRef, useState } from 'react';
import { useTiers } from '../../api/queries.ts';
import { parseHubUrl } from '../../app/hub-url.ts';
import { useAppSettings } from '../../app/use-app-settings.ts';
import { enrolmentStrings } from '../../strings/enrolment.ts';
import { testIds } from '../../test-ids.ts';
import { enrolCommand } from './enrol-command.ts';

const words = enrolmentStrings.created;

interface CreatedTokenProps {
  created: CreatedJoinToken;
  onDone: () => void;
}

/** The token, once, and the command that uses it. */
export function CreatedToken({ created, onDone }: CreatedTokenProps): ReactElement {
  const styles = useStyles2(getStyles);
  const id = useId();
  const settings = useAppSettings();
  const chain = useTiers().data?.chain;
  const [typed, setTyped] = useState(settings.nodeHubUrl || settings.hubUrl);
  const panel = useRef<HTMLDivElement>(null);
  useEffect(() => {
    panel.current?.focus();
  }, []);

  const { token, row } = created;
  const hubUrl = parseHubUrl(typed);
  const command =
    hubUrl !== null && chain
      ? enrolCommand({ token, tier: row.tier, hubUrl, chainId: chain.chainId, beacon: chain.beacon })
      : null;
  return (
    <div
      ref={panel}
      tabIndex={-1}
      role="region"
      aria-label={words.title(row.tier)}
      className={styles.panel}
      data-testid={testIds.tokenCreated}
    >
      <Alert severity="warning" title={words.title(row.tier)}>
        {words.once}
      </Alert>
      <div className={styles.line}>
        <code className={styles.token} aria-label={words.token} data-testid={testIds.tokenText}>
          {token}
        </code>
        <ClipboardButton icon="copy" variant="secondary" getText={() => token}>
          {words.copyToken}
        </ClipboardButton>
      </div>
      <Field
        label={words.hubUrl}
        description={words.hubUrlHint}
        invalid={typed !== '' && hubUrl === null}
        error={words.hubUrlWrong}
        noMargin
        className={styles.address}
      >
        <Input
          id={`${id}-hub`}
          value={typed}
          data-testid={testIds.tokenHubUrl}
          onChange={(event) => {
            setTyped(event.currentTarget.value);
          }}
        />
      </Field>
      <h3 className={styles.heading}>{words.command}</h3>
      {command === null ? (
        <p className={styles.hint}>{chain ? words.hubUrlMissing : words.chainMissing}</p>
      ) : (
        <>
          <pre className={styles.command} data-testid={testIds.tokenCommand}>
            {command}
          </pre>
          <p className={styles.hint}>{words.commandHint}</p>
        </>
      )}
      <div className={styles.buttons}>
        {command !== null && (
          <ClipboardButton icon="copy" variant="primary" getText={() => command}>
            {words.copyCommand}
          </ClipboardButton>
        )}
        <Button variant="secondary" onClick={onDone} data-testid={testIds.tokenDone}>
          {words.done}
        </Button>
      </div>
    </div>
  );
}

function getStyles(theme: GrafanaTheme2) {
  return {
    panel: css({ display: 'flex', flexDirection: 'column', gap: theme.spacing(1.5), '&:focus': { outline: 'none' } }),
    address: css({ maxWidth: 560 }),
    line: css({ display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: theme.spacing(1.5) }),
    token: css({
      padding: theme.spacing(0.75, 1.5),
      fontSize: theme.typography.body.fontSize,
      overflowWrap: 'anywhere',
      whiteSpace: 'normal',
    }),
    heading: css({ ...theme.typography.h5, margin: theme.spacing(1, 0, 0) }),
    command: css({ margin: 0, padding: theme.spacing(1.5), overflowX: 'auto' }),
    hint: css({ margin: 0, color: theme.colors.text.secondary }),
    buttons: css({ display: 'flex', flexWrap: 'wrap', gap: theme.spacing(1) }),
  };
}
