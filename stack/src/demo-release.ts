import { readdirSync } from 'node:fs';
import { type NodeTier, Release, Seq } from '@noderr/protocol';
import { z } from 'zod';
import { type DemoRelease } from './demo-node/behaviour.ts';
import { DEMO_REPOSITORY, DEMO_SERVICE } from './demo-node/template.ts';
import { spreadOf } from './fleet/pace.ts';
import { pushDemoImage } from './demo-image/push-demo-image.ts';
import { type CommandOptions, runCommand } from './noderr-command.ts';
import { type Addresses } from './addresses.ts';
import { type RunFolder } from './run/run-folder.ts';

/** Seconds between two cohorts of a demo, so that a rollout can be watched. */
export const DEMO_COHORT_DELAY_S = 15;

export interface DemoPublication {
  tier: NodeTier;
  release: DemoRelease;
  data: 'compatible' | 'restore' | 'irreversible';
  /** All nodes at once: for the first release. */
  atOnce: boolean;
  /** Make the present target the baseline, which the hub must prove to be complete and healthy. */
  promote: boolean;
}

const Printed = z.object({ release: Release.nullable(), rolloutId: Seq.optional() });

/** What a publisher does by hand: build, push, sign with both keys, publish. */
export async function publishDemoRelease(
  run: RunFolder,
  addresses: Addresses,
  publication: DemoPublication,
  options: CommandOptions = {},
): Promise<Release> {
  const { tier, release, data, atOnce, promote } = publication;
  options.onNote?.(`building and pushing ${DEMO_REPOSITORY}:${release.version}`);
  const digest = await pushDemoImage(run, addresses.registry, release);
  const what = [
    ...['--deployment', addresses.deploymentFile, '--registry', addresses.registry],
    ...['--tier', tier, '--release-version', release.version],
    ...['--component', `${DEMO_SERVICE}=${DEMO_REPOSITORY}@${digest}`],
  ];
  for (const key of addresses.keys.signingKeyFiles) {
    await runCommand('noderr', ['sign', ...what, '--signing-key', key], options);
  }
  const plan = atOnce
    ? ['--canary-bps', '10000', '--cohort-bps', '10000', '--cohort-delay', '0']
    : ['--canary-bps', '2000', '--cohort-bps', '4000', '--cohort-delay', String(DEMO_COHORT_DELAY_S)];
  const printed = await runCommand(
    'noderr',
    [
      'publish',
      ...what,
      ...plan,
      ...['--spread', String(spreadOf(readdirSync(run.folder('nodes')).length))],
      ...['--rpc', addresses.chain, '--key-file', addresses.keys.keyFile('publisher')],
      ...['--state', run.file('keys', 'publisher.sqlite'), '--trust', addresses.keys.trustFile],
      ...['--hub', addresses.hub, '--hub-token', run.secretFile('hub-read-token')],
      ...['--data', data],
      ...(promote ? ['--promote'] : []),
    ],
    options,
  );
  const { release: announced } = Printed.parse(printed);
  if (announced === null) throw new Error('noderr publish did not say what it announced');
  return announced;
}
