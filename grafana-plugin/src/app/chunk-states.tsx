import { type ReactElement } from 'react';
import { controlStrings } from '../strings/controls.ts';
import { errorStrings } from '../strings/errors.ts';

/** Shown while a page's code is fetched: milliseconds as a rule, so nothing moves. Kept free of @grafana/ui. */
export function ChunkLoading(): ReactElement {
  return <div aria-busy="true" aria-label={controlStrings.loading} style={{ minHeight: 400 }} />;
}

export function ChunkFailed({ error }: { error: Error }): ReactElement {
  return (
    <div role="alert" style={{ padding: 24 }}>
      <h2>{errorStrings.chunkTitle}</h2>
      <p>{errorStrings.chunkText}</p>
      <p>
        <code>{error.message}</code>
      </p>
      <button
        type="button"
        onClick={() => {
          window.location.reload();
        }}
      >
        {errorStrings.reload}
      </button>
    </div>
  );
}
