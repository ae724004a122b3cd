import { startWorkbench, type Workbench } from '@noderr/grafana-plugin/workbench';
import { type RunFolder } from '../run/run-folder.ts';

/** The pages without Grafana. */
export function startPages(run: RunFolder, hubUrl: string, port: number): Promise<Workbench> {
  return startWorkbench({
    hubUrl,
    port,
    readSecretFile: run.secretFile('read-secret'),
    adminSecretFile: run.secretFile('admin-secret'),
  });
}
