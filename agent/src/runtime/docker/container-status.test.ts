import { describe, expect, it } from 'vitest';
import { containerAnswer, imageAnswer } from '../../testing/docker-answers.ts';
import { statusOf } from './container-status.ts';

describe('the status of a container', () => {
  it('is read from what dockerd says of it and of its image', () => {
    expect(statusOf(containerAnswer(), imageAnswer())).toEqual({
      id: 'c'.repeat(64),
      name: 'oracle',
      labels: null,
      state: 'running',
      exitCode: null,
      restartCount: 0,
      startedAt: '2026-11-24T09:00:00Z',
      restartPolicy: 'no',
      imageDigest: `0x${'0a'.repeat(32)}`,
      address: '172.17.0.2',
      foreignOwner: null,
    });
  });

  it.each([
    ['paused', 'running'],
    ['removing', 'dead'],
    ['created', 'created'],
    ['exited', 'exited'],
    ['restarting', 'restarting'],
  ])('takes %s as %s', (Status, state) => {
    expect(statusOf(containerAnswer({ State: { Status } }), imageAnswer()).state).toBe(state);
  });

  it('has no address while it is stopped or has no network, and an IPv6 one where there is no other', () => {
    const networks = (bridge: object): Record<string, unknown> => ({ NetworkSettings: { Networks: { bridge } } });
    expect(statusOf(containerAnswer({ State: { Status: 'exited', Running: false, ExitCode: 3 } }), null)).toMatchObject(
      {
        address: null,
        exitCode: 3,
        imageDigest: null,
      },
    );
    expect(statusOf(containerAnswer(networks({})), null).address).toBeNull();
    expect(statusOf(containerAnswer(networks({ GlobalIPv6Address: 'fd00::2' })), null).address).toBe('fd00::2');
  });

  it('names the digest that the container was created with, else any that its image bears', () => {
    const other = `sha256:${'0b'.repeat(32)}`;
    const two = imageAnswer({}, { RepoDigests: [`mirror/noderr/oracle@${other}`, `r/o@sha256:${'0a'.repeat(32)}`] });
    expect(statusOf(containerAnswer(), two).imageDigest).toBe(`0x${'0a'.repeat(32)}`);
    expect(statusOf(containerAnswer({ Config: { Image: 'noderr/oracle:1.2' } }), two).imageDigest).toBe(
      `0x${'0b'.repeat(32)}`,
    );
  });

  it('knows that a container which never started has no start, and reads each restart policy', () => {
    expect(statusOf(containerAnswer({ State: { StartedAt: '0001-01-01T00:00:00Z' } }), null).startedAt).toBeNull();
    for (const Name of ['no', 'always', 'unless-stopped', 'on-failure']) {
      expect(statusOf(containerAnswer({ HostConfig: { RestartPolicy: { Name } } }), null).restartPolicy).toBe(Name);
    }
    expect(statusOf(containerAnswer({ HostConfig: { RestartPolicy: { Name: '' } } }), null).restartPolicy).toBe('no');
  });
});
