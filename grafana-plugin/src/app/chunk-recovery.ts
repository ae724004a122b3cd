/** The few methods of `sessionStorage` that are used. */
export interface Marks {
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
  removeItem(key: string): void;
}

const KEY = 'noderr-hub-app.chunk-reload';

/** Whether a failed import means that the page is older than the plugin that is installed now. */
export function isChunkLoadError(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return error.name === 'ChunkLoadError' || /Loading chunk .+ failed|dynamically imported module/.test(error.message);
}

/** True once per session until a chunk loads again: the caller reloads the page, and a second failure is shown. */
export function mayReload(marks: Marks): boolean {
  try {
    if (marks.getItem(KEY) !== null) return false;
    marks.setItem(KEY, '1');
    return true;
  } catch {
    // Without a memory a reload could loop: fail closed.
    return false;
  }
}

export function chunkLoaded(marks: Marks): void {
  try {
    marks.removeItem(KEY);
  } catch {
    // Nothing was remembered either.
  }
}
