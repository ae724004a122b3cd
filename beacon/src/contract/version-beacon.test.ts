import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { Interface } from 'ethers';
import { describe, expect, it } from 'vitest';
import { versionBeaconAbi } from './version-beacon-abi.ts';
import { versionBeaconBytecode } from './version-beacon-bytecode.ts';

const compileAndTestMs = 9 * 60_000;
const noForge = 3;
const mayBeMissing = process.env['REQUIRE_ALL'] !== '1' && runTool('forge.mjs', '--version').status === noForge;

const title = `VersionBeacon in Solidity${mayBeMissing ? ' (skipped: forge is not installed)' : ''}`;

describe.skipIf(mayBeMissing)(title, () => {
  it(
    'compiles to the committed ABI and bytecode',
    () => {
      expect(runTool('build-contract.mjs', '--check')).toMatchObject({ status: 0 });
    },
    compileAndTestMs,
  );

  it(
    'passes its own tests',
    () => {
      const run = runTool('forge.mjs', 'test');
      expect(run.status, run.output).toBe(0);
    },
    compileAndTestMs,
  );
});

describe('the committed contract', () => {
  it('offers every action of the design, and reads in one call', () => {
    const names = new Interface(versionBeaconAbi).fragments.flatMap((fragment) =>
      fragment.type === 'function' && 'name' in fragment ? [fragment.name] : [],
    );
    expect(names).toEqual(
      expect.arrayContaining([
        ...['publish', 'pause', 'resume', 'open', 'rollback', 'revoke', 'raiseFloor', 'setTrust'],
        ...['chainView', 'directive', 'release', 'latestId', 'isProven', 'deploymentBlock'],
        ...['PUBLISHER', 'GUARDIAN', 'OPERATOR', 'grantRole', 'beginDefaultAdminTransfer'],
      ]),
    );
  });

  it('carries no unlinked library', () => {
    expect(versionBeaconBytecode).toMatch(/^0x[0-9a-f]+$/);
  });
});

function runTool(tool: string, ...args: readonly string[]): { status: number | null; output: string } {
  const file = fileURLToPath(new URL(`../../tools/${tool}`, import.meta.url));
  const run = spawnSync(process.execPath, [file, ...args], { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });
  return { status: run.status, output: run.stdout + run.stderr };
}
