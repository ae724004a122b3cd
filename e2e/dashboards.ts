import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const FOLDER = join(import.meta.dirname, '../provisioning/grafana/dashboards');

const Target = z.object({ expr: z.string() });
const Panel = z.object({
  id: z.int(),
  type: z.string(),
  title: z.string(),
  datasource: z.object({ uid: z.string() }).optional(),
  gridPos: z.object({ y: z.int(), h: z.int() }),
  targets: z.array(Target).default([]),
});
const Dashboard = z.object({
  uid: z.string(),
  title: z.string(),
  panels: z.array(Panel),
  templating: z.object({ list: z.array(z.object({ name: z.string() })) }),
});

export type DashboardPanel = z.infer<typeof Panel>;

/** A provisioned dashboard, as far as the specs look at it. */
export interface ProvisionedDashboard {
  uid: string;
  title: string;
  /** Those that ask something; rows do not. */
  panels: readonly DashboardPanel[];
  variables: readonly string[];
  /** Its file's whole text. */
  text: string;
}

export const DASHBOARDS: readonly ProvisionedDashboard[] = readdirSync(FOLDER)
  .filter((name) => name.endsWith('.json'))
  .map((name) => {
    const text = readFileSync(join(FOLDER, name), 'utf8');
    const { uid, title, panels, templating } = Dashboard.parse(JSON.parse(text));
    return {
      ...{ uid, title, text },
      panels: panels.filter(({ targets }) => targets.length > 0),
      variables: templating.list.map((variable) => variable.name),
    };
  });

/** Panels that are empty for as long as nothing of what they show has happened, which is so in a demo that goes well. */
export const QUIET_PANELS = [
  'Firing alerts',
  'Duration of rollbacks',
  'Rollback events',
  'Warnings and errors in the logs',
];
