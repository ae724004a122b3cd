import { NodeId } from '@noderr/protocol';
import { afterAll, beforeAll, describe } from 'vitest';
import { type CreateRequest, type ImageReference } from '../../src/runtime/container-runtime.ts';
import { ServiceTemplate } from '../../src/template/service-template.ts';
import { type DockerLab, dockerLabMissing, startDockerLab } from '../../src/testing/docker-lab.ts';

const path = process.env.PATH ?? '';

/** Longer than any wait within a test, so that the wait can say what never came. */
const SUITE_TIMEOUT_MS = 240_000;

/** A suite on a real dockerd; named and skipped where there is none, a failure with REQUIRE_ALL=1. */
export async function describeOnDocker(
  title: string,
  suite: (lab: () => DockerLab) => void,
  options: { diskBytes?: number } = {},
): Promise<void> {
  const missing = await dockerLabMissing(path);
  if (missing !== null) {
    if (process.env.REQUIRE_ALL === '1') throw new Error(`${title}: ${missing}`);
    console.warn(`skipped: ${title} (${missing})`);
  }
  describe.skipIf(missing !== null)(title, { timeout: SUITE_TIMEOUT_MS }, () => {
    let lab: DockerLab | null = null;
    beforeAll(async () => {
      lab = await startDockerLab(path, options);
    }, 180_000);
    afterAll(async () => {
      await lab?.close();
    }, 120_000);
    suite(() => {
      if (lab === null) throw new Error('the lab has not started');
      return lab;
    });
  });
}

export const NODE_ID = NodeId.parse(`0x${'11'.repeat(32)}`);

export function template(changes: Partial<Record<keyof ServiceTemplate, unknown>> = {}): ServiceTemplate {
  return ServiceTemplate.parse({
    service: 'oracle',
    containerName: 'oracle',
    stopTimeoutS: 2,
    health: {},
    ...changes,
  });
}

export function request(image: ImageReference, changes: Partial<CreateRequest> = {}): CreateRequest {
  const chosen = changes.template ?? template();
  return {
    name: chosen.containerName,
    image,
    template: chosen,
    labels: { nodeId: NODE_ID, service: chosen.service, releaseId: null, attemptId: null, data: 'compatible' },
    restartPolicy: 'no',
    volumes: new Map(),
    ...changes,
  };
}

/** Waits for a state that must come; the deadline is for a broken machine, not a measure of speed. */
export async function eventually<T>(probe: () => Promise<T | null | false>, what: string): Promise<T> {
  const end = performance.now() + 30_000;
  for (;;) {
    const found = await probe().catch(() => null);
    if (found !== null && found !== false) return found;
    if (performance.now() > end) throw new Error(`never came: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}
