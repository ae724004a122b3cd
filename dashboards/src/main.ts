/** `npm run build -w dashboards`: writes the dashboards as the JSON that Grafana reads. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { allDashboards } from './all-dashboards.ts';
import { fileName, fileText, FOLDER } from './dashboard-files.ts';

mkdirSync(FOLDER, { recursive: true });
for (const dashboard of allDashboards()) {
  writeFileSync(join(FOLDER, fileName(dashboard)), fileText(dashboard));
}
