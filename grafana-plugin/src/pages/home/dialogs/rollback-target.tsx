import { Field, RadioButtonList } from '@grafana/ui';
import { type ReleaseId, type ReleaseSummary } from '@noderr/protocol';
import { type ReactElement } from 'react';
import { homeStrings } from '../../../strings/home.ts';
import { testIds } from '../../../test-ids.ts';

interface RollbackTargetProps {
  targets: readonly ReleaseSummary[];
  value: ReleaseId | undefined;
  disabled: boolean;
  onChange: (to: ReleaseId) => void;
}

/** The versions that a rollback can go to, newest first; a single one needs no choice. */
export function RollbackTarget({ targets, value, disabled, onChange }: RollbackTargetProps): ReactElement | null {
  if (targets.length < 2) return null;
  return (
    <Field label={homeStrings.dialog.target}>
      <div data-testid={testIds.dialogTarget}>
        <RadioButtonList
          name="rollback-target"
          value={value}
          disabled={disabled}
          options={targets.map((target) => ({ label: target.version, value: target.id }))}
          onChange={onChange}
        />
      </div>
    </Field>
  );
}
