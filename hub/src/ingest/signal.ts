import { INGEST_PATHS } from '@noderr/protocol';

/** What a node ships. */
export type Signal = keyof typeof INGEST_PATHS;
export const SIGNALS = Object.keys(INGEST_PATHS) as readonly Signal[];
