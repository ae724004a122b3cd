import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { Alert, Button, Field, Input, useStyles2 } from '@grafana/ui';
import { type ReactElement, useId, useState } from 'react';
import { configStrings } from '../../strings/config.ts';
import { testIds } from '../../test-ids.ts';
import { type SavedSettings } from './saved-settings.ts';
import { SecretField } from './secret-field.tsx';
import { draftProblems, isChanged, type SettingsDraft, settingsBody } from './settings-draft.ts';
import { useSaveSettings } from './use-settings.ts';

interface SettingsFormProps {
  saved: SavedSettings;
  draft: SettingsDraft;
  onChange: (draft: SettingsDraft) => void;
  /** With the address as it was saved. */
  onSaved: (hubUrl: string) => void;
}

const words = configStrings.fields;

/** Two addresses and two secrets; what is wrong stands beside its field once it was touched or saving was tried. */
export function SettingsForm({ saved, draft, onChange, onSaved }: SettingsFormProps): ReactElement {
  const styles = useStyles2(getStyles);
  const id = useId();
  const save = useSaveSettings();
  const [tried, setTried] = useState(false);
  const problems = draftProblems(draft, saved);
  const shownProblem = (key: keyof SettingsDraft): string | undefined =>
    tried || draft[key] !== '' ? problems[key] : undefined;

  const submit = (): void => {
    setTried(true);
    if (Object.keys(problems).length > 0 || save.isPending) return;
    const body = settingsBody(draft, saved);
    save.mutate(body, {
      onSuccess: () => {
        setTried(false);
        onSaved(String(body.jsonData['hubUrl']));
      },
    });
  };

  const address = (key: 'hubUrl' | 'nodeHubUrl', label: string, hint: string, testId: string): ReactElement => (
    <Field
      label={label}
      description={hint}
      htmlFor={`${id}-${key}`}
      invalid={shownProblem(key) !== undefined}
      error={shownProblem(key)}
      noMargin
    >
      <Input
        id={`${id}-${key}`}
        value={draft[key]}
        spellCheck={false}
        disabled={save.isPending}
        data-testid={testId}
        onChange={(event) => {
          onChange({ ...draft, [key]: event.currentTarget.value });
        }}
      />
    </Field>
  );

  const secret = (key: 'readSecret' | 'adminSecret', label: string, hint: string, testId: string): ReactElement => (
    <SecretField
      label={label}
      hint={hint}
      isSaved={key === 'readSecret' ? saved.hasSecret.read : saved.hasSecret.admin}
      value={draft[key]}
      problem={shownProblem(key)}
      disabled={save.isPending}
      testId={testId}
      onChange={(value) => {
        onChange({ ...draft, [key]: value });
      }}
    />
  );

  return (
    <form
      className={styles.form}
      noValidate
      autoComplete="off"
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      {address('hubUrl', words.hubUrl, words.hubUrlHint, testIds.configHubUrl)}
      {address('nodeHubUrl', words.nodeHubUrl, words.nodeHubUrlHint, testIds.configNodeHubUrl)}
      {secret('readSecret', words.readSecret, words.readSecretHint, testIds.configReadSecret)}
      {secret('adminSecret', words.adminSecret, words.adminSecretHint, testIds.configAdminSecret)}
      {save.error && (
        <Alert severity="error" title={configStrings.saveFailed} data-testid={testIds.error}>
          {save.error.message}
        </Alert>
      )}
      <div className={styles.buttons}>
        <Button type="submit" disabled={save.isPending} data-testid={testIds.configSave}>
          {save.isPending ? configStrings.saving : configStrings.save}
        </Button>
        <span role="status">{save.isSuccess && !isChanged(draft, saved) && configStrings.saved}</span>
      </div>
    </form>
  );
}

function getStyles(theme: GrafanaTheme2) {
  return {
    form: css({ display: 'flex', flexDirection: 'column', gap: theme.spacing(2), maxWidth: 560 }),
    buttons: css({ display: 'flex', alignItems: 'center', gap: theme.spacing(2) }),
  };
}
