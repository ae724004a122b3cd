import { ReleaseId } from '@noderr/protocol';
import { type Command, InvalidArgumentError } from 'commander';
import { readTemplates } from '../../settings/read-templates.ts';
import { type ServiceTemplate } from '../../template/service-template.ts';
import { type CommandLine } from '../command-line.ts';
import { type FoundName } from '../command-deps.ts';
import { changesByTemplate, type FoundContainer } from '../found-container.ts';

interface AdoptOptions {
  as?: ReleaseId;
  makeTemplate?: FoundName[];
  yes?: boolean;
}

/** Takes running containers over, or makes the template that this needs from them. */
export function registerAdopt(program: Command, line: CommandLine): void {
  program
    .command('adopt')
    .description('take over the running containers that the template names; nothing is stopped or started by it')
    .option('--as <id>', 'the release that they are, where the chain does not know their digests', releaseId)
    .option('--make-template <service=container...>', 'only print a template file made from running containers', names)
    .option('-y, --yes', 'do not ask')
    .action((options: AdoptOptions) =>
      options.makeTemplate ? printTemplate(line, options.makeTemplate) : adopt(line, options),
    );
}

/** The template goes to stdout, so that it can be kept in a file; what it cannot say goes to the person. */
async function printTemplate({ deps, sources }: CommandLine, wanted: readonly FoundName[]): Promise<void> {
  const found = await deps.findContainers(sources(), wanted);
  deps.stdout(
    `${JSON.stringify(
      found.map(({ template }) => template),
      null,
      2,
    )}\n`,
  );
  deps.stderr(found.map((container) => textOf(container, [])).join(''));
  deps.stderr('Add health checks, and read what differs, before you use it.\n');
}

async function adopt(line: CommandLine, { as, yes = false }: AdoptOptions): Promise<void> {
  const { deps, sources } = line;
  const templates = readTemplates(sources());
  const found = await deps.findContainers(sources(), templates);
  const texts = found.map((container, index) => textOf(container, changes(container, templates[index])));
  deps.stderr(`These containers are taken over as they run:\n${texts.join('')}`);
  await line.agree('Take them over?', yes);
  const reply = await line.ask({ do: 'adopt', as: as ?? null });
  line.show(reply, `${reply.message}\n`);
}

function changes(container: FoundContainer, template: ServiceTemplate | undefined): string[] {
  if (!template) return [];
  return changesByTemplate(container.template, template).map((change) => `at the next update: ${change}`);
}

function textOf({ template, image, state, differences }: FoundContainer, more: readonly string[]): string {
  const head = `  ${template.service}: container ${template.containerName} (${state}) of ${image}\n`;
  return head + [...differences, ...more].map((difference) => `    - ${difference}\n`).join('');
}

function releaseId(text: string): ReleaseId {
  const parsed = ReleaseId.safeParse(text.trim() === '' ? NaN : Number(text));
  if (!parsed.success) throw new InvalidArgumentError('expected the id of a release');
  return parsed.data;
}

function names(text: string, before: FoundName[] = []): FoundName[] {
  const [service, containerName, ...rest] = text.split('=');
  if (!service || !containerName || rest.length > 0) {
    throw new InvalidArgumentError('expected SERVICE=CONTAINER, such as oracle=my-oracle');
  }
  return [...before, { service, containerName }];
}
