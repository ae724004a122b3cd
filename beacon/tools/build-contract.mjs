// Compiles the contract and writes its ABI and bytecode as TypeScript; with --check it only compares them.
import { readFileSync, writeFileSync } from 'node:fs';
import { format, resolveConfig } from 'prettier';
import { forge, NO_FORGE } from './forge.mjs';

const artifact = new URL('../contracts/out/VersionBeacon.sol/VersionBeacon.json', import.meta.url);
const folder = new URL('../src/contract/', import.meta.url);
const banner = '// Made from beacon/contracts by `npm run build -w beacon`. Do not edit.\n';

const code = forge(['build', '--skip', 'beacon/contracts/test/**'], ['ignore', 'ignore', 'inherit']);
if (code === 0) await write(JSON.parse(readFileSync(artifact, 'utf8')));
else process.exitCode = code === NO_FORGE ? NO_FORGE : 1;

async function write({ abi, bytecode, deployedBytecode }) {
  const files = {
    'version-beacon-abi.ts': `${banner}export const versionBeaconAbi = ${JSON.stringify(abi, null, 2)} as const;\n`,
    'version-beacon-bytecode.ts':
      `${banner}/** What a deployment transaction carries, constructor arguments to be appended. */\n` +
      `export const versionBeaconBytecode = '${bytecode.object}' as const;\n`,
  };
  console.log(`VersionBeacon: ${(deployedBytecode.object.length - 2) / 2} of 24576 bytes`);
  for (const [name, source] of Object.entries(files)) {
    const file = new URL(name, folder);
    // Formatted as Prettier would, so that a run of it never makes the files differ.
    const text = await format(source, { ...(await resolveConfig(file)), parser: 'typescript' });
    if (!process.argv.includes('--check')) writeFileSync(file, text);
    else if (readFileSync(file, 'utf8') !== text) {
      console.error(`${name} does not match the contract: run \`npm run build -w beacon\``);
      process.exitCode = 1;
    }
  }
}
