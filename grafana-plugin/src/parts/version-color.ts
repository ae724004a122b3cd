import type { GrafanaTheme2 } from '@grafana/data';
import { type Version } from '@noderr/protocol';

/** Names in Grafana's visualization palette, chosen to stay apart for colour-blind eyes in both themes. */
const NAMES = [
  'blue',
  'orange',
  'super-light-purple',
  'dark-yellow',
  'dark-blue',
  'light-orange',
  'purple',
  'super-light-blue',
] as const;

/** The same version has the same place everywhere; neighbours by patch or minor differ. */
export function versionColorIndex(version: Version): number {
  const [major = 0, minor = 0, patch = 0] = version.split('.').map(Number);
  return (major * 5 + minor * 3 + patch) % NAMES.length;
}

/** Nodes without a chain release are grey. */
export function versionColor(theme: GrafanaTheme2, version: Version | null): string {
  if (version === null) return theme.colors.border.strong;
  return theme.visualization.getColorByName(NAMES[versionColorIndex(version)] ?? 'blue');
}
