import { join } from 'node:path';
import { type ClassicDashboard } from './classic-dashboard.ts';

/** Where Grafana reads them. */
export const FOLDER = join(import.meta.dirname, '../../provisioning/grafana/dashboards');

/** The name of a dashboard's file, without its folder. */
export function fileName({ uid }: ClassicDashboard): string {
  return `${(uid ?? '').replace(/^noderr-/, '')}.json`;
}

/** The text of a dashboard's file. */
export function fileText(dashboard: ClassicDashboard): string {
  return `${JSON.stringify(dashboard, null, 2)}\n`;
}
