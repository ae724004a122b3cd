import { type SettingsSources } from '@noderr/settings';
import { type Finding } from './finding.ts';
import { type FoundContainer } from './found-container.ts';

/** What the commands act through; what is heavy is behind a function, so that it is loaded only when it is needed. */
export interface CommandDeps {
  env: Readonly<Record<string, string | undefined>>;
  stdout: (text: string) => void;
  stderr: (text: string) => void;
  /** The answer of the person at the terminal; null where there is nobody to be asked. */
  confirm: (question: string) => Promise<boolean | null>;
  /** Aborted when the command is told to end. */
  signal: AbortSignal;
  run: (sources: SettingsSources, signal: AbortSignal) => Promise<void>;
  doctor: (sources: SettingsSources) => Promise<Finding[]>;
  /** The containers of these names as Docker describes them, in their order. */
  findContainers: (sources: SettingsSources, names: readonly FoundName[]) => Promise<FoundContainer[]>;
}

export interface FoundName {
  service: string;
  containerName: string;
}
