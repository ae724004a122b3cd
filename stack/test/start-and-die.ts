/** Starts a container of the process runtime, and is killed in the middle of it. Usage: node start-and-die.ts MACHINE ID */
import { createProcessRuntime } from '../src/process-runtime/process-runtime.ts';

const [machine, id] = process.argv.slice(2);
if (machine === undefined || id === undefined) throw new Error('usage: node start-and-die.ts MACHINE ID');
process.stdout.write('starting\n');
await createProcessRuntime(machine).start(id);
