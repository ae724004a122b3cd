/** Everything that is wrong with the settings at once. */
export class SettingsError extends Error {
  override readonly name = 'SettingsError';
  readonly code = 'settings/invalid';
  readonly faults: readonly string[];

  constructor(faults: readonly string[]) {
    super(`the settings have ${faults.length === 1 ? 'a fault' : `${faults.length} faults`}`);
    this.faults = faults;
  }
}
