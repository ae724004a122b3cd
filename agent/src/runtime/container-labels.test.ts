import { AttemptId, NodeId, ReleaseId } from '@noderr/protocol';
import { describe, expect, it } from 'vitest';
import { decodeLabels, encodeLabels, foreignOwnerOf } from './container-labels.ts';
import { type ContainerLabels } from './container-runtime.ts';

const labels: ContainerLabels = {
  nodeId: NodeId.parse(`0x${'11'.repeat(32)}`),
  service: 'oracle',
  releaseId: ReleaseId.parse(3),
  attemptId: AttemptId.parse('9b2f5f0e-3c46-4d9c-9f0f-0a3c2d1e4f50'),
  data: 'irreversible',
};

describe('the labels of a container', () => {
  it.each([labels, { ...labels, releaseId: null, attemptId: null }])('come back as they were written', (written) => {
    expect(decodeLabels(encodeLabels(written, {}), {})).toEqual(written);
  });

  it('are nothing where one is missing or malformed', () => {
    const encoded = encodeLabels(labels, {});
    for (const key of Object.keys(encoded)) expect(decodeLabels({ ...encoded, [key]: 'x y' }, {})).toBeNull();
    expect(decodeLabels({}, {})).toBeNull();
  });

  it('are not an image’s to give', () => {
    const evil = {
      ...encodeLabels(labels, {}),
      'io.noderr.extra': '1',
      'com.docker.compose.project': 'evil',
      harmless: 'x',
    };
    expect(decodeLabels(evil, evil)).toBeNull();
    expect(foreignOwnerOf(evil, evil)).toBeNull();
    const ours = encodeLabels({ ...labels, nodeId: NodeId.parse(`0x${'22'.repeat(32)}`) }, evil);
    expect(ours).toMatchObject({ 'io.noderr.extra': '', 'com.docker.compose.project': '' });
    expect(ours).not.toHaveProperty('harmless');
    expect(decodeLabels(ours, evil)?.nodeId).toBe(`0x${'22'.repeat(32)}`);
    expect(foreignOwnerOf(ours, evil)).toBeNull();
  });

  it.each([
    [{ 'com.docker.compose.project': 'home' }, 'compose project home'],
    [{ 'com.docker.swarm.service.name': 'web' }, 'swarm service web'],
    [{ PODMAN_SYSTEMD_UNIT: 'node.service' }, 'systemd unit node.service'],
    [{ 'com.docker.compose.project': '' }, null],
  ])('say who else owns it: %o', (found, owner) => {
    expect(foreignOwnerOf(found, {})).toBe(owner);
  });
});
