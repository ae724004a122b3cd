import { resolve } from 'node:path';
import { type Command } from 'commander';
import { backupsText, restoreText } from '../backup-text.ts';
import { type CommandLine } from '../command-line.ts';
import { openBackups } from '../open-backups.ts';

/** Looks at the node's backups, and takes one out; they are read from the state folder, no agent has to run. */
export function registerBackup(program: Command, line: CommandLine): void {
  const backup = program.command('backup').description('the backups of the data of this node');
  backup
    .command('list')
    .description('which there are, the newest first')
    .action(async () => {
      const backups = await openBackups(line.stateDir()).list();
      line.show(backups, backupsText(backups));
    });
  backup
    .command('restore')
    .description('check a backup and write it, one tar archive per mount, into an empty folder')
    .argument('<id>', 'as `backup list` shows it')
    .requiredOption('--to <folder>', 'an empty folder, or one to be made')
    .option('-y, --yes', 'do not ask')
    .action(async (id: string, options: { to: string; yes?: boolean }) => {
      const folder = resolve(options.to);
      const backups = openBackups(line.stateDir());
      const found = await backups.find(id);
      line.deps.stderr(restoreText(found, folder));
      await line.agree('Write them?', options.yes ?? false);
      const written = await backups.restoreToFolder(found.record.id, folder, line.deps.signal);
      line.show({ ok: true, written }, written.map(({ file }) => `wrote ${file}\n`).join(''));
    });
}
