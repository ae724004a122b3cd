import { RuntimeFault, type RuntimeFaultCode } from '@noderr/agent';
import { type OciFault } from '@noderr/oci';

const CODES: Readonly<Partial<Record<OciFault['code'], RuntimeFaultCode>>> = {
  'registry/unreachable': 'registry/unreachable',
  'registry/refused': 'registry/refused',
  'registry/redirected': 'registry/refused',
  'registry/timeout': 'registry/timeout',
  'content/digest-mismatch': 'content/digest-mismatch',
  'content/platform-missing': 'content/platform-missing',
};

/** What a fault of the registry is to the user of a container runtime. */
export function runtimeFaultOf(fault: OciFault): RuntimeFault {
  return new RuntimeFault(CODES[fault.code] ?? 'docker/failed', fault.message, { cause: fault });
}
