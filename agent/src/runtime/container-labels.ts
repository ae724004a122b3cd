import { AttemptId, DataPolicy, NodeId, ReleaseId, ServiceName } from '@noderr/protocol';
import { z } from 'zod';
import { type ContainerLabels } from './container-runtime.ts';

export const LABEL_NODE = 'io.noderr.node';
const LABEL_SERVICE = 'io.noderr.service';
const LABEL_RELEASE = 'io.noderr.release';
const LABEL_ATTEMPT = 'io.noderr.attempt';
const LABEL_DATA = 'io.noderr.data';

/** Labels by which we or others know what a container belongs to; an image has no say in them. */
const OWNER_PREFIXES = [
  'io.noderr.',
  'com.docker.compose.',
  'com.docker.swarm.',
  'com.docker.stack.',
  'PODMAN_SYSTEMD_UNIT',
];

const Encoded = z.object({
  [LABEL_NODE]: NodeId,
  [LABEL_SERVICE]: ServiceName,
  [LABEL_RELEASE]: z
    .string()
    .regex(/^\d*$/)
    .transform((value) => (value === '' ? null : Number(value)))
    .pipe(ReleaseId.nullable()),
  [LABEL_ATTEMPT]: z
    .string()
    .transform((value) => (value === '' ? null : value))
    .pipe(AttemptId.nullable()),
  [LABEL_DATA]: DataPolicy,
});

/**
 * The labels of a new container. A container inherits its image's labels, so those that speak of ownership are
 * overwritten with nothing.
 */
export function encodeLabels(
  labels: ContainerLabels,
  imageLabels: Readonly<Record<string, string>>,
): Record<string, string> {
  const inherited = Object.keys(imageLabels).filter((key) => OWNER_PREFIXES.some((prefix) => key.startsWith(prefix)));
  return {
    ...Object.fromEntries(inherited.map((key) => [key, ''])),
    [LABEL_NODE]: labels.nodeId,
    [LABEL_SERVICE]: labels.service,
    [LABEL_RELEASE]: labels.releaseId === null ? '' : String(labels.releaseId),
    [LABEL_ATTEMPT]: labels.attemptId ?? '',
    [LABEL_DATA]: labels.data,
  };
}

/** Our labels on a container, null where it has none of ours or its image brought them along. */
export function decodeLabels(
  labels: Readonly<Record<string, string>>,
  imageLabels: Readonly<Record<string, string>>,
): ContainerLabels | null {
  if (imageLabels[LABEL_NODE] !== undefined && imageLabels[LABEL_NODE] === labels[LABEL_NODE]) return null;
  const decoded = Encoded.safeParse(labels);
  if (!decoded.success) return null;
  return {
    nodeId: decoded.data[LABEL_NODE],
    service: decoded.data[LABEL_SERVICE],
    releaseId: decoded.data[LABEL_RELEASE],
    attemptId: decoded.data[LABEL_ATTEMPT],
    data: decoded.data[LABEL_DATA],
  };
}

/** Who else manages this container, as its own labels say; null for nobody. */
export function foreignOwnerOf(
  labels: Readonly<Record<string, string>>,
  imageLabels: Readonly<Record<string, string>>,
): string | null {
  const own = (key: string): string | null => {
    const value = labels[key];
    return value === undefined || value === '' || value === imageLabels[key] ? null : value;
  };
  const compose = own('com.docker.compose.project');
  if (compose !== null) return `compose project ${compose}`;
  const swarm = own('com.docker.swarm.service.name');
  if (swarm !== null) return `swarm service ${swarm}`;
  const unit = own('PODMAN_SYSTEMD_UNIT');
  return unit === null ? null : `systemd unit ${unit}`;
}
