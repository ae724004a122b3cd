/** What deployer, operators and publisher of the demo do. Usage: node demo-main.ts init|release RUN_FOLDER */
import { openRunFolder } from '../run/run-folder.ts';
import { type DemoPlaces, initDemo, releaseDemo } from './demo.ts';

const PLACES: DemoPlaces = {
  chain: 'http://127.0.0.1:8545',
  registry: 'http://127.0.0.1:5000',
  hub: 'http://127.0.0.1:8480',
  ingest: 'http://127.0.0.1:8481',
  hubDatabase: '/var/lib/noderr-hub/hub.sqlite',
  docker: 'tcp://docker-proxy:2375',
  network: 'noderr-demo',
  nodes: 3,
};

const [step, path] = process.argv.slice(2);
if ((step !== 'init' && step !== 'release') || path === undefined) {
  throw new Error('usage: node demo-main.ts init|release RUN_FOLDER');
}
const run = openRunFolder(path, false);
const onNote = (line: string): void => {
  process.stdout.write(`${line}\n`);
};
await (step === 'init' ? initDemo : releaseDemo)(run, PLACES, { onNote });
run.release();
