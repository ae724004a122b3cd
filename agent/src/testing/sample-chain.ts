import { ChainView, Directive, Hex32, NodeId, Release, type ReleaseId } from '@noderr/protocol';
import { ServiceTemplate } from '../template/service-template.ts';

/** A node id and a chain for tests; every value is legal by the protocol's own schemas. */
export const SAMPLE_NODE = NodeId.parse(`0x${'11'.repeat(32)}`);

const BEACON = `0x${'22'.repeat(20)}`;
const ZERO = `0x${'00'.repeat(32)}`;

export function digestOf(release: number, service = 0): Hex32 {
  return Hex32.parse(`0x${release.toString(16).padStart(4, '0')}${service.toString(16).padStart(60, '0')}`);
}

export interface SampleRelease {
  id: number;
  data?: Release['data'];
  services?: readonly string[];
  minFrom?: number;
  revoked?: boolean;
}

export function sampleRelease({ id, data, services = ['oracle'], minFrom, revoked }: SampleRelease): Release {
  return Release.parse({
    tier: 'ORACLE',
    id,
    version: `1.${id}.0`,
    minFrom: minFrom ?? 0,
    data: data ?? 'compatible',
    plan: { canaryBps: 10_000, cohortBps: 1, cohortDelay: 0, gated: false, salt: ZERO },
    notesUri: '',
    publishedAt: 1,
    publisher: BEACON,
    revoked: revoked ?? false,
    contentHash: digestOf(id, 999),
    components: services.map((service, index) => ({
      service,
      repository: `noderr/${service}`,
      digest: digestOf(id, index),
    })),
  });
}

export interface SampleView {
  kind?: Directive['kind'];
  target: Release | null;
  baseline?: Release | null;
  withdrawn?: number;
  paused?: boolean;
  seq?: number;
  rolloutId?: number;
  spreadS?: number;
  descent?: ChainView['descent'];
  stones?: readonly Release[];
  current?: number;
  height?: number;
}

export function sampleView(sample: SampleView): ChainView {
  const seq = sample.seq ?? 1;
  const { target, baseline = null } = sample;
  const directive = Directive.parse({
    tier: 'ORACLE',
    seq,
    rolloutId: sample.rolloutId ?? seq,
    kind: sample.kind ?? (target ? 'rollout' : 'none'),
    target: target?.id ?? 0,
    baseline: baseline?.id ?? 0,
    withdrawn: sample.withdrawn ?? 0,
    openThrough: 0,
    openedAt: 0,
    spreadS: sample.spreadS ?? 0,
    startedAt: 1,
    paused: sample.paused ?? false,
    pausedBy: null,
    pausedByGuardian: false,
    pausedAt: 0,
    pausedTotal: 0,
    floor: 0,
    trust: { version: 0, digest: ZERO },
    previousHash: digestOf(seq - 1, 998),
    headHash: digestOf(seq, 998),
  });
  return ChainView.parse({
    chainId: 1,
    beacon: BEACON,
    deploymentBlockHash: ZERO,
    block: { number: sample.height ?? 100, hash: ZERO, time: 100 },
    current: sample.current ?? 0,
    directive,
    target,
    baseline,
    targetStones: sample.stones ?? [],
    baselineStones: [],
    descent: sample.descent ?? 'compatible',
  });
}

export function sampleTemplate(service = 'oracle'): ServiceTemplate {
  return ServiceTemplate.parse({
    service,
    containerName: `node-${service}`,
    mounts: [{ source: `${service}-data`, target: '/data', backup: true }],
    health: { http: [{ port: 8080, path: '/health' }] },
  });
}

export function releaseId(id: number): ReleaseId {
  return id as ReleaseId;
}
