import { Command } from 'commander';
import { type CommandContext } from './command-deps.ts';
import { registerAudit } from './commands/audit.ts';
import { registerDeploy } from './commands/deploy.ts';
import { registerGrant } from './commands/grant.ts';
import { registerKeygen } from './commands/keygen.ts';
import { registerPublish } from './commands/publish.ts';
import { registerRehearse } from './commands/rehearse.ts';
import { registerSign } from './commands/sign.ts';
import { registerSigner } from './commands/signer.ts';
import { registerStatus } from './commands/status.ts';
import { registerSteering } from './commands/steer.ts';

/** The whole of `noderr`; parsing errors are thrown, not exited on. */
export function createProgram(deps: CommandContext): Command {
  const program = new Command('noderr')
    .description('Announces releases to nodes through the VersionBeacon contract, and steers their rollouts.')
    .exitOverride()
    .configureOutput({
      writeOut: (text) => {
        deps.streams.stdout(text);
      },
      writeErr: (text) => {
        deps.streams.stderr(text);
      },
    });
  registerKeygen(program, deps);
  registerDeploy(program, deps);
  registerGrant(program, deps);
  registerSign(program, deps);
  registerRehearse(program, deps);
  registerPublish(program, deps);
  registerStatus(program, deps);
  registerSteering(program, deps);
  registerSigner(program, deps);
  registerAudit(program, deps);
  return program;
}
