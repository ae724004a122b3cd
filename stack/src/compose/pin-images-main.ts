/**
 * `npm run images:pin`: writes the present digest of each pulled image behind its tag, in docker-compose.yml and the
 * Dockerfiles. It asks the registries through `docker buildx imagetools`, so it needs a network and nothing pulled.
 */
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { REPOSITORY } from '../noderr-command.ts';
import { pulledImages, withDigests } from './image-pins.ts';

const dockerfiles = readdirSync(join(REPOSITORY, 'docker')).map((name) => join(REPOSITORY, 'docker', name));
const files = [join(REPOSITORY, 'docker-compose.yml'), ...dockerfiles];
const images = new Set(files.flatMap((file) => pulledImages(readFileSync(file, 'utf8'))));

const digests = new Map<string, string>();
for (const image of images) {
  const digest = execFileSync(
    'docker',
    ['buildx', 'imagetools', 'inspect', '--format', '{{.Manifest.Digest}}', image],
    { encoding: 'utf8' },
  ).trim();
  if (!/^sha256:[0-9a-f]{64}$/.test(digest)) throw new Error(`docker says of ${image}: ${digest}`);
  digests.set(image, digest);
  process.stdout.write(`${image}@${digest}\n`);
}
for (const file of files) writeFileSync(file, withDigests(readFileSync(file, 'utf8'), digests));
