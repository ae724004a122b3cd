import { type NodeSet, type SetMember } from './node-set.ts';

/** The name of a container that is not committed yet. */
export function nextName(member: SetMember): string {
  return `${member.template.containerName}.next`;
}

/** The name of a stopped container that is kept to return to. */
export function keptName(set: NodeSet, member: SetMember): string {
  return `${member.template.containerName}.kept-${set.releaseId}`;
}

export function canonicalName(member: SetMember): string {
  return member.template.containerName;
}

/** All names that the agent gives to containers of these services; whoever else holds one is a stranger. */
export function ownNames(containerNames: readonly string[]): string[] {
  return containerNames.flatMap((name) => [name, `${name}.next`]);
}
