import { type ComponentType, type ReactElement, type ReactNode, useEffect, useState } from 'react';
import { chunkLoaded, isChunkLoadError, mayReload } from './chunk-recovery.ts';

type Loaded<P> = { component: ComponentType<P> } | { error: Error } | null;

interface LazyOptions {
  loading: () => ReactNode;
  failed: (error: Error) => ReactNode;
}

/**
 * A component whose code comes in its own chunk. It holds no Suspense: Grafana's root page must not be wrapped in one.
 * A chunk that is gone (the plugin was updated under an open page) reloads the page once.
 */
export function lazyComponent<P extends object>(
  load: () => Promise<ComponentType<P>>,
  options: LazyOptions,
): (props: P) => ReactElement {
  let known: ComponentType<P> | undefined;
  return function LazyComponent(props: P): ReactElement {
    const [loaded, setLoaded] = useState<Loaded<P>>(known ? { component: known } : null);
    useEffect(() => {
      if (known) return;
      let gone = false;
      load().then(
        (component) => {
          known = component;
          chunkLoaded(window.sessionStorage);
          if (!gone) setLoaded({ component });
        },
        (cause: unknown) => {
          if (isChunkLoadError(cause) && mayReload(window.sessionStorage)) {
            window.location.reload();
            return;
          }
          if (!gone) setLoaded({ error: cause instanceof Error ? cause : new Error(String(cause)) });
        },
      );
      return () => {
        gone = true;
      };
    }, []);
    if (!loaded) return <>{options.loading()}</>;
    if ('error' in loaded) return <>{options.failed(loaded.error)}</>;
    const Component = loaded.component;
    return <Component {...props} />;
  };
}
