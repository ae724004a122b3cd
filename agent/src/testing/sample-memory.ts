import { type Watermark } from '@noderr/beacon';
import { AttemptId, type ChainView, Hex32, Ms } from '@noderr/protocol';
import { AttemptRecord } from '../attempt/attempt-record.ts';
import { BackupRecord } from '../attempt/backup-store.ts';
import { type ChainFacts, type Facts, type Now, type Policy } from '../decide/facts.ts';
import { type Memory, newMemory, withSets } from '../durable/memory.ts';
import { type ContainerStatus } from '../runtime/container-runtime.ts';
import { type NodeSet } from '../sets/node-set.ts';
import { type ServiceTemplate } from '../template/service-template.ts';
import { digestOf, SAMPLE_NODE, sampleRelease, type SampleRelease, sampleTemplate } from './sample-chain.ts';

export const SAMPLE_ATTEMPT = AttemptId.parse('00000000-0000-4000-8000-000000000001');
export const SAMPLE_NOW: Now = { now: Ms.parse(1_700_000_000_000), instant: { boot: 'boot', ms: 1_000_000 } };

/** The set of a sample release; container ids are `c<release>-<service>`. */
export function sampleSet(release: SampleRelease): NodeSet {
  const { id, version, data, components } = sampleRelease(release);
  const members = components.map((component) => ({
    ...component,
    template: sampleTemplate(component.service),
    volumes: {},
    containerId: `c${id}-${component.service}`,
  }));
  return { releaseId: id, version, data, attemptId: null, members };
}

/** A node at rest that is managed, on this set and with these kept. */
export function sampleMemory(committed: NodeSet | null, kept: readonly NodeSet[] = []): Memory {
  const fresh = newMemory(SAMPLE_NODE, 'boot', SAMPLE_NOW.now, 'new');
  return { ...withSets(fresh, committed, kept), origin: 'known' };
}

/** A container of the sample node that runs as it should. */
export function sampleContainer(
  set: NodeSet,
  over: Partial<ContainerStatus> = {},
  service = 'oracle',
): ContainerStatus {
  const member = set.members.find((candidate) => candidate.service === service);
  if (!member?.containerId) throw new Error(`the set has no ${service}`);
  const { releaseId, data } = set;
  return {
    id: member.containerId,
    name: member.template.containerName,
    labels: { nodeId: SAMPLE_NODE, service, releaseId, attemptId: null, data },
    state: 'running',
    exitCode: null,
    restartCount: 0,
    startedAt: 'then',
    restartPolicy: 'unless-stopped',
    imageDigest: member.digest,
    repository: member.repository,
    address: '10.0.0.2',
    foreignOwner: null,
    ...over,
  };
}

export function samplePolicy(templates: readonly ServiceTemplate[] = [sampleTemplate()]): Policy {
  return { nodeId: SAMPLE_NODE, tier: 'ORACLE', autoUpdateEnabled: true, templates };
}

export function sampleChainFacts(view: ChainView | null, over: Partial<ChainFacts> = {}): ChainFacts {
  const final: ChainFacts['final'] = view
    ? {
        kind: 'view',
        view,
        watermark: watermarkOf(view),
      }
    : { kind: 'trouble', code: 'chain/no-quorum', detail: 'no answers' };
  return { final, brake: null, emergency: null, pausedByQuorum: false, ...over };
}

export function watermarkOf({ directive, block }: ChainView): Watermark {
  const { seq, headHash, floor, trust } = directive;
  return { seq, headHash, height: block.number, floor, trustVersion: trust.version };
}

export function sampleFacts(chain: ChainFacts, over: Partial<Facts> = {}): Facts {
  return { containers: [], chain, backups: new Map(), wish: null, firstTick: false, ...over };
}

export function sampleBackup(releaseId: number): BackupRecord {
  return BackupRecord.parse({
    id: '00000000-0000-4000-8000-0000000000bb',
    attemptId: SAMPLE_ATTEMPT,
    releaseId,
    seq: 1,
    sizeBytes: 1000,
    sha256: Hex32.parse(digestOf(7)),
    at: SAMPLE_NOW.now,
    mounts: [{ service: 'oracle', mountPath: '/data' }],
  });
}

/** An attempt from release 1 up to 2, or down from 2 to 1. */
export function sampleAttempt(over: Partial<AttemptRecord> = {}): AttemptRecord {
  const down = over.direction === 'down';
  return AttemptRecord.parse({
    id: SAMPLE_ATTEMPT,
    from: down ? 2 : 1,
    to: down ? 1 : 2,
    rolloutId: 2,
    seq: 2,
    startedAt: SAMPLE_NOW.now,
    tier: 'ORACLE',
    direction: 'up',
    reason: 'rollout',
    nextEvent: 1,
    release: down ? null : sampleRelease({ id: 2 }),
    next: { ...sampleSet({ id: down ? 1 : 2 }), attemptId: SAMPLE_ATTEMPT },
    restore: null,
    ...over,
  });
}
