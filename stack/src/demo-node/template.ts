import { Repository } from '@noderr/protocol';
import { type ServiceTemplate } from '@noderr/agent';

export const DEMO_SERVICE = 'node';
export const DEMO_REPOSITORY = Repository.parse('noderr/demo-node');
const PORT = 8080;

/** How a demo node's one service runs; `name` is unique on the machine. */
export function demoTemplate(name: string): Partial<ServiceTemplate> & Pick<ServiceTemplate, 'service'> {
  return {
    service: DEMO_SERVICE,
    containerName: name,
    environment: { PORT: String(PORT), DATA_DIR: '/data', SEED: name },
    mounts: [{ source: `${name}-data`, target: '/data', readOnly: false, backup: true, neverRestore: false }],
    memoryBytes: 256 * 1024 * 1024,
    stopTimeoutS: 10,
    health: {
      http: [{ port: PORT, path: '/health', expectStatus: 200 }],
      chainHeight: { port: PORT, path: '/status', field: 'height', within: 5 },
      peers: { port: PORT, path: '/status', field: 'peers', atLeast: 1 },
      dataIntegrity: { command: ['/usr/bin/node', '/app/check-data.js'], timeoutMs: 10_000, intervalS: 60 },
    },
    metrics: { port: PORT, path: '/metrics' },
  };
}
