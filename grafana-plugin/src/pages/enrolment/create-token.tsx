import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { Alert, Button, Field, RadioButtonGroup, useStyles2 } from '@grafana/ui';
import { NODE_TIERS, type NodeTier } from '@noderr/protocol';
import { type ReactElement, useState } from 'react';
import { useCreateToken } from '../../api/use-join-tokens.ts';
import { enrolmentStrings } from '../../strings/enrolment.ts';
import { testIds } from '../../test-ids.ts';
import { CreatedToken } from './created-token.tsx';

const words = enrolmentStrings.create;

/** The form, or the token that it made until its reader says that he has it. */
export function CreateToken(): ReactElement {
  const styles = useStyles2(getStyles);
  const [tier, setTier] = useState<NodeTier>('ORACLE');
  const [ttlMinutes, setTtlMinutes] = useState<number>(60);
  const create = useCreateToken();
  if (create.data) return <CreatedToken created={create.data} onDone={create.reset} />;
  return (
    <div className={styles.form} data-testid={testIds.tokenForm}>
      <Field label={words.tier} description={words.tierHint} noMargin>
        <RadioButtonGroup<NodeTier>
          aria-label={words.tier}
          value={tier}
          disabled={create.isPending}
          options={NODE_TIERS.map((one) => ({ label: one, value: one }))}
          onChange={setTier}
        />
      </Field>
      <Field label={words.life} description={words.lifeHint} noMargin>
        <RadioButtonGroup<number>
          aria-label={words.life}
          value={ttlMinutes}
          disabled={create.isPending}
          options={enrolmentStrings.lives.map(({ minutes, text }) => ({ label: text, value: minutes }))}
          onChange={setTtlMinutes}
        />
      </Field>
      {create.error && <Alert severity="error" title={create.error.message} data-testid={testIds.error} />}
      <div>
        <Button
          icon={create.isPending ? 'spinner' : 'plus'}
          disabled={create.isPending}
          data-testid={testIds.tokenCreate}
          onClick={() => {
            create.mutate({ tier, ttlMinutes });
          }}
        >
          {create.isPending ? words.creating : words.button}
        </Button>
      </div>
    </div>
  );
}

function getStyles(theme: GrafanaTheme2) {
  return { form: css({ display: 'flex', flexDirection: 'column', gap: theme.spacing(2) }) };
}
