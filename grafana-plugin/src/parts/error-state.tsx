import { Alert, Button } from '@grafana/ui';
import { type ReactElement } from 'react';
import { Link } from 'react-router-dom';
import { isHubError } from '../api/hub-error.ts';
import { paths } from '../app/paths.ts';
import { errorStrings } from '../strings/errors.ts';
import { testIds } from '../test-ids.ts';

/** Why there is no data, and what to do about it. */
export function ErrorState({ error, onRetry }: { error: Error; onRetry?: () => void }): ReactElement {
  const denied = isHubError(error, 'right-missing');
  const misconfigured = isHubError(error, 'unreachable') || isHubError(error, 'not-configured');
  return (
    <Alert
      severity={denied ? 'info' : 'error'}
      title={denied ? errorStrings.noRight : error.message}
      data-testid={testIds.error}
    >
      {denied && <p>{error.message}</p>}
      {misconfigured && (
        <p>
          <Link to={paths.config()} style={{ textDecoration: 'underline' }}>
            {errorStrings.openConfig}
          </Link>
        </p>
      )}
      {onRetry && !denied && (
        <Button size="sm" variant="secondary" onClick={onRetry}>
          {errorStrings.retry}
        </Button>
      )}
    </Alert>
  );
}
