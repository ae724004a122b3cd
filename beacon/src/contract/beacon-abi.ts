import {
  type AbiParam,
  type AbiRecord,
  AbiError,
  canonicalType,
  decodeParams,
  encodeParams,
  recordOf,
} from './abi-codec.ts';
import { HexData, keccakOfText } from './hex.ts';
import { versionBeaconAbi } from './version-beacon-abi.ts';

interface AbiInput extends AbiParam {
  readonly indexed?: boolean;
}

interface AbiEntry {
  readonly name: string;
  readonly inputs: readonly AbiInput[];
  readonly outputs: readonly AbiParam[];
  /** keccak256 of the signature, hex without 0x. */
  readonly id: string;
}

type Named<Kind extends string> = Extract<(typeof versionBeaconAbi)[number], { type: Kind; name: string }>['name'];
export type BeaconFunction = Named<'function'>;
export type BeaconEvent = Named<'event'>;
export type BeaconErrorName = Named<'error'>;

const functions = entriesOf('function');
const events = entriesOf('event');
const errors = new Map([...entriesOf('error').values()].map((entry) => [entry.id.slice(0, 8), entry]));

/** The first four bytes of a call's data. */
export function selectorOf(name: BeaconFunction): HexData {
  return HexData.parse(`0x${entry(functions, name).id.slice(0, 8)}`);
}

export function topicOf(name: BeaconEvent): string {
  return `0x${entry(events, name).id}`;
}

/** The data of a call; arguments by their names in the contract. */
export function encodeCall(name: BeaconFunction, args: AbiRecord): HexData {
  const { inputs, id } = entry(functions, name);
  const values = inputs.map((input) => args[input.name] ?? missing(`${name}.${input.name}`));
  return HexData.parse(`0x${id.slice(0, 8)}${encodeParams(inputs, values)}`);
}

/** What a function returned, refused unless it is the one canonical encoding. */
export function decodeResult(name: BeaconFunction, data: HexData): AbiRecord {
  const { outputs } = entry(functions, name);
  const digits = data.slice(2);
  const values = decodeParams(outputs, digits);
  if (encodeParams(outputs, values) !== digits) throw new AbiError(`${name}: the answer is not canonical`);
  return recordOf(
    outputs.map((output, index) => ({ ...output, name: output.name || String(index) })),
    values,
  );
}

/** An event's fields, indexed ones from its topics. */
export function decodeEvent(name: BeaconEvent, log: { topics: readonly string[]; data: HexData }): AbiRecord {
  const { inputs, id } = entry(events, name);
  if (log.topics[0] !== `0x${id}`) throw new AbiError(`not a ${name} event`);
  const indexed = inputs.filter((input) => input.indexed);
  const plain = inputs.filter((input) => !input.indexed);
  const topics = log.topics.slice(1).map((topic) => topic.slice(2));
  return {
    ...recordOf(indexed, decodeParams(indexed, topics.join(''))),
    ...recordOf(plain, decodeParams(plain, log.data.slice(2))),
  };
}

/** The contract's own error in a revert, or undefined for foreign or empty data. */
export function decodeRevert(data: HexData): { name: string; args: AbiRecord } | undefined {
  const found = errors.get(data.slice(2, 10));
  if (!found) return undefined;
  return { name: found.name, args: recordOf(found.inputs, decodeParams(found.inputs, data.slice(10))) };
}

/** The struct that a function takes or returns, for hashing it. */
export function structOf(name: BeaconFunction): AbiParam {
  return entry(functions, name).outputs[0] ?? missing(name);
}

function entriesOf(kind: 'function' | 'event' | 'error'): Map<string, AbiEntry> {
  const found = new Map<string, AbiEntry>();
  for (const item of versionBeaconAbi) {
    if (item.type !== kind) continue;
    const signature = `${item.name}(${item.inputs.map((input) => canonicalType(input)).join(',')})`;
    found.set(item.name, {
      name: item.name,
      inputs: item.inputs,
      outputs: 'outputs' in item ? item.outputs : [],
      id: keccakOfText(signature).slice(2),
    });
  }
  return found;
}

function entry(from: ReadonlyMap<string, AbiEntry>, name: string): AbiEntry {
  return from.get(name) ?? missing(name);
}

function missing(what: string): never {
  throw new AbiError(`${what} is missing`);
}

export function isBeaconFunction(name: string): name is BeaconFunction {
  return functions.has(name);
}
