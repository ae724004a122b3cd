import { Field, SecretInput } from '@grafana/ui';
import { type ReactElement, useId, useState } from 'react';
import { configStrings } from '../../strings/config.ts';

interface SecretFieldProps {
  label: string;
  hint: string;
  /** Grafana holds one already; it never comes back to the page. */
  isSaved: boolean;
  value: string;
  problem: string | undefined;
  disabled: boolean;
  testId: string;
  onChange: (value: string) => void;
}

/** A secret that goes in and never comes out: the saved one shows as such until somebody replaces it. */
export function SecretField({
  label,
  hint,
  isSaved,
  value,
  problem,
  disabled,
  testId,
  onChange,
}: SecretFieldProps): ReactElement {
  const id = useId();
  const [replacing, setReplacing] = useState(false);
  return (
    <Field label={label} description={hint} htmlFor={id} invalid={problem !== undefined} error={problem} noMargin>
      <SecretInput
        id={id}
        isConfigured={isSaved && !replacing && value === ''}
        value={value}
        disabled={disabled}
        autoFocus={replacing}
        autoComplete="new-password"
        placeholder={isSaved ? configStrings.fields.secretKept : configStrings.fields.secretPlaceholder}
        data-testid={testId}
        onReset={() => {
          setReplacing(true);
        }}
        onBlur={() => {
          // Left empty, the saved one stays: say so again.
          setReplacing(false);
        }}
        onChange={(event) => {
          onChange(event.currentTarget.value);
        }}
      />
    </Field>
  );
}
