import { Alert, Button } from '@grafana/ui';
import { Component, type ReactNode } from 'react';
import { errorStrings } from '../strings/errors.ts';
import { testIds } from '../test-ids.ts';

interface Props {
  children: ReactNode;
  /** A change of it (the address, say) tries again. */
  resetKey?: string;
}

/** Keeps a fault of one page or section from taking down the rest. */
export class ErrorBoundary extends Component<Props, { error: Error | null }> {
  override state: { error: Error | null } = { error: null };

  static getDerivedStateFromError(error: unknown): { error: Error } {
    return { error: error instanceof Error ? error : new Error(String(error)) };
  }

  override componentDidUpdate(previous: Props): void {
    if (this.state.error && previous.resetKey !== this.props.resetKey) this.setState({ error: null });
  }

  override render(): ReactNode {
    const { error } = this.state;
    if (!error) return this.props.children;
    return (
      <Alert severity="error" title={errorStrings.unexpected} data-testid={testIds.error}>
        <p>{errorStrings.unexpectedDetail}</p>
        <p>
          <code>{error.message}</code>
        </p>
        <Button
          variant="secondary"
          onClick={() => {
            this.setState({ error: null });
          }}
        >
          {errorStrings.retry}
        </Button>
      </Alert>
    );
  }
}
