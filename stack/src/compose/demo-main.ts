/** What deployer, operators and publisher of the demo do. Usage: node demo-main.ts tokens|init|release RUN_FOLDER [VERSION] */
import { Version } from '@noderr/protocol';
import { z } from 'zod';
import { openRunFolder, type RunFolder } from '../run/run-folder.ts';
import { type DemoPlaces, initDemo, makeDemoTokens, releaseDemo } from './demo.ts';

const PLACES: DemoPlaces = {
  chain: 'http://127.0.0.1:8545',
  registry: 'http://127.0.0.1:5000',
  hub: 'http://127.0.0.1:8480',
  ingest: 'http://127.0.0.1:8481',
  docker: 'tcp://docker-proxy:2375',
  network: 'noderr-demo',
  nodes: 3,
};
const onNote = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

const [name, path, wanted] = process.argv.slice(2);
const version = wanted === undefined ? null : Version.safeParse(wanted).data;
const STEPS = {
  tokens: (folder: RunFolder) => makeDemoTokens(folder, PLACES.nodes),
  init: (folder: RunFolder) => initDemo(folder, PLACES, { onNote }),
  release: (folder: RunFolder) => releaseDemo(folder, PLACES, version ?? null, { onNote }),
};

const step = z.enum(['tokens', 'init', 'release']).safeParse(name).data;
if (step === undefined || path === undefined || version === undefined) {
  throw new Error(
    'usage: node demo-main.ts tokens|init|release RUN_FOLDER [VERSION], where VERSION is major.minor.patch',
  );
}
const run = openRunFolder(path, false);
await STEPS[step](run);
run.release();
