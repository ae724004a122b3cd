import { describe, expect, it } from 'vitest';
import { pulledImages, withDigests } from './image-pins.ts';

const COMPOSE = `services:
  prometheus:
    image: prom/prometheus:v3.15.0
  chain:
    image: ghcr.io/foundry-rs/foundry:v1.7.1
  hub:
    image: noderr/hub:0.1.0
`;
const DOCKERFILE = `FROM node:24.21.0-bookworm-slim AS packages
FROM node:24.21.0-bookworm-slim
COPY --from=packages /noderr /noderr
`;
const digestOf = (fill: string): string => `sha256:${fill.repeat(64)}`;

describe('pins of images', () => {
  it('are wanted for each image that is pulled, not for our own', () => {
    expect(pulledImages(COMPOSE)).toEqual(['prom/prometheus:v3.15.0', 'ghcr.io/foundry-rs/foundry:v1.7.1']);
    expect(pulledImages(DOCKERFILE)).toEqual(['node:24.21.0-bookworm-slim']);
  });

  it('stand behind the tag, and replace those of an earlier run', () => {
    const first = withDigests(COMPOSE, new Map([['prom/prometheus:v3.15.0', digestOf('a')]]));
    expect(first).toBe(COMPOSE.replace('v3.15.0', `v3.15.0@${digestOf('a')}`));
    const second = withDigests(first, new Map([['prom/prometheus:v3.15.0', digestOf('b')]]));
    expect(second).toBe(COMPOSE.replace('v3.15.0', `v3.15.0@${digestOf('b')}`));
    expect(pulledImages(second)).toEqual(pulledImages(COMPOSE));
    const stage = withDigests(DOCKERFILE, new Map([['node:24.21.0-bookworm-slim', digestOf('c')]]));
    expect(stage).toContain(`FROM node:24.21.0-bookworm-slim@${digestOf('c')} AS packages\n`);
  });
});
