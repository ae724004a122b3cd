import { type Release } from '@noderr/protocol';
import { type ServiceTemplate } from '../../template/service-template.ts';
import { AttemptFault } from '../attempt-fault.ts';
import { verified } from '../forward.ts';
import { type StateOf } from '../machine-state.ts';
import { inState, type Phase, stampOf } from './phase.ts';

/** Kilobytes only: the template fits, and the trusted keys signed exactly this. Fails closed. */
export const verify: Phase<StateOf<'verifying'>> = async (deps, { attempt }, signal) => {
  const { release } = attempt;
  if (release) {
    assertTemplateFits(release, deps.policy.templates);
    await deps.verifier.verify(release, signal);
  }
  return (memory) => verified(inState(memory, 'verifying'), stampOf(deps));
};

/** The template must name exactly the release's services. */
export function assertTemplateFits(release: Release, templates: readonly ServiceTemplate[]): void {
  const wanted = new Set(release.components.map((component) => component.service));
  const given = new Set(templates.map((template) => template.service));
  const missing = [...wanted].filter((service) => !given.has(service));
  const extra = [...given].filter((service) => !wanted.has(service));
  if (missing.length + extra.length === 0) return;
  const parts = [
    missing.length > 0 ? `no template for ${missing.join(', ')}` : '',
    extra.length > 0 ? `not in the release: ${extra.join(', ')}` : '',
  ];
  throw new AttemptFault('template/mismatch', parts.filter((part) => part !== '').join('; '));
}
