import { Alert } from '@grafana/ui';
import { type ReactElement } from 'react';
import { testIds } from '../../../test-ids.ts';

/** What the hub said no to, where the admin is looking. */
export function DialogError({ error }: { error: Error | null }): ReactElement | null {
  if (!error) return null;
  return <Alert severity="error" title={error.message} data-testid={testIds.dialogError} />;
}
