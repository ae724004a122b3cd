/**
 * The part of Solidity's ABI that VersionBeacon needs, without ethers: an agent that only reads the chain saves its
 * 18 MB. `string` is treated as bytes (hex), so that hashes over text that is not UTF-8 stay right.
 */
export interface AbiParam {
  readonly name: string;
  readonly type: string;
  readonly components?: readonly AbiParam[];
}

export type AbiValue = bigint | boolean | string | readonly AbiValue[] | AbiRecord;
export interface AbiRecord {
  readonly [name: string]: AbiValue;
}

/** Thrown for bytes that are not the ABI encoding of the wanted types, or values that do not fit them. */
export class AbiError extends Error {
  readonly code = 'abi/malformed';
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'AbiError';
  }
}

const WORD = 64;
const MAX_ITEMS = 1024;

/** ABI encoding of a list of parameters, as hex without 0x. */
export function encodeParams(params: readonly AbiParam[], values: readonly AbiValue[]): string {
  if (params.length !== values.length) throw new AbiError(`expected ${params.length} values, got ${values.length}`);
  let tailAt = params.reduce((size, param) => size + headSize(param), 0);
  let head = '';
  let tail = '';
  params.forEach((param, index) => {
    const encoded = encodeValue(param, values[index]);
    if (!isDynamic(param)) {
      head += encoded;
      return;
    }
    head += uintWord(BigInt(tailAt));
    tail += encoded;
    tailAt += encoded.length / 2;
  });
  return head + tail;
}

/** Reads a list of parameters from hex without 0x; every offset and length is checked against the data. */
export function decodeParams(params: readonly AbiParam[], data: string, base = 0): AbiValue[] {
  let at = base;
  return params.map((param) => {
    const from = at;
    at += headSize(param) * 2;
    if (!isDynamic(param)) return decodeValue(param, data, from);
    return decodeValue(param, data, base + sizeAt(data, from) * 2);
  });
}

export function recordOf(params: readonly AbiParam[], values: readonly AbiValue[]): AbiRecord {
  return Object.fromEntries(params.map((param, index) => [param.name, values[index] ?? fail('a value is missing')]));
}

/** The canonical form of a type in a signature, such as `(uint64,bytes32)[]`. */
export function canonicalType(param: AbiParam): string {
  if (!param.type.startsWith('tuple')) return param.type;
  return `(${componentsOf(param).map(canonicalType).join(',')})${param.type.slice('tuple'.length)}`;
}

function encodeValue(param: AbiParam, value: AbiValue | undefined): string {
  if (isArray(param)) {
    if (!Array.isArray(value)) fail(`${param.name}: expected a list`);
    const items: readonly AbiValue[] = value;
    return uintWord(BigInt(items.length)) + encodeParams(Array<AbiParam>(items.length).fill(itemOf(param)), items);
  }
  if (param.type === 'tuple') {
    if (!isRecord(value)) fail(`${param.name}: expected a record`);
    const parts = componentsOf(param);
    return encodeParams(
      parts,
      parts.map((part) => value[part.name] ?? fail(`${param.name}.${part.name} is missing`)),
    );
  }
  if (param.type === 'string' || param.type === 'bytes') {
    const bytes = hexDigits(param, value);
    return uintWord(BigInt(bytes.length / 2)) + bytes.padEnd(Math.ceil(bytes.length / WORD) * WORD, '0');
  }
  if (param.type === 'bool') {
    if (typeof value !== 'boolean') fail(`${param.name}: expected a boolean`);
    return uintWord(value ? 1n : 0n);
  }
  if (param.type === 'address') return fixedDigits(param, value, 40).padStart(WORD, '0');
  if (param.type === 'bytes32') return fixedDigits(param, value, WORD);
  if (typeof value !== 'bigint' || value < 0n || value >= 1n << BigInt(uintBits(param))) {
    fail(`${param.name}: does not fit ${param.type}`);
  }
  return uintWord(value);
}

function decodeValue(param: AbiParam, data: string, at: number): AbiValue {
  if (isArray(param)) {
    const count = sizeAt(data, at);
    if (count > MAX_ITEMS) fail(`${param.name}: ${count} items`);
    return decodeParams(Array<AbiParam>(count).fill(itemOf(param)), data, at + WORD);
  }
  if (param.type === 'tuple') {
    const parts = componentsOf(param);
    return recordOf(parts, decodeParams(parts, data, at));
  }
  if (param.type === 'string' || param.type === 'bytes') {
    const end = at + WORD + sizeAt(data, at) * 2;
    if (end > data.length) fail(`${param.name}: runs past the end`);
    return `0x${data.slice(at + WORD, end)}`;
  }
  const word = wordAt(data, at);
  if (param.type === 'bytes32') return `0x${word}`;
  const number = BigInt(`0x${word}`);
  if (param.type === 'bool') {
    if (number > 1n) fail(`${param.name}: not a boolean`);
    return number === 1n;
  }
  if (param.type === 'address') {
    if (number >> 160n !== 0n) fail(`${param.name}: not an address`);
    return `0x${word.slice(WORD - 40)}`;
  }
  if (number >> BigInt(uintBits(param)) !== 0n) fail(`${param.name}: does not fit ${param.type}`);
  return number;
}

function isArray(param: AbiParam): boolean {
  return param.type.endsWith('[]');
}

function itemOf(param: AbiParam): AbiParam {
  return { ...param, type: param.type.slice(0, -2) };
}

function isDynamic(param: AbiParam): boolean {
  if (isArray(param) || param.type === 'string' || param.type === 'bytes') return true;
  return param.type === 'tuple' && componentsOf(param).some(isDynamic);
}

/** Bytes that a parameter takes in the head. */
function headSize(param: AbiParam): number {
  if (param.type !== 'tuple' || isDynamic(param)) return 32;
  return componentsOf(param).reduce((size, part) => size + headSize(part), 0);
}

function componentsOf(param: AbiParam): readonly AbiParam[] {
  return param.components ?? fail(`${param.name}: ${param.type} without components`);
}

function isRecord(value: AbiValue | undefined): value is AbiRecord {
  return typeof value === 'object' && !Array.isArray(value);
}

function uintBits(param: AbiParam): number {
  const bits = /^uint(\d+)$/.exec(param.type)?.[1];
  return bits === undefined ? fail(`${param.name}: ${param.type} is not supported`) : Number(bits);
}

function uintWord(value: bigint): string {
  return value.toString(16).padStart(WORD, '0');
}

function hexDigits(param: AbiParam, value: AbiValue | undefined): string {
  if (typeof value !== 'string' || !/^0x(?:[0-9a-fA-F]{2})*$/.test(value)) fail(`${param.name}: expected hex`);
  return value.slice(2).toLowerCase();
}

function fixedDigits(param: AbiParam, value: AbiValue | undefined, length: number): string {
  const digits = hexDigits(param, value);
  return digits.length === length ? digits : fail(`${param.name}: expected ${length} hex digits`);
}

function wordAt(data: string, at: number): string {
  const word = data.slice(at, at + WORD);
  return word.length === WORD ? word : fail('runs past the end');
}

function sizeAt(data: string, at: number): number {
  const size = BigInt(`0x${wordAt(data, at)}`);
  return size * 2n <= BigInt(data.length) ? Number(size) : fail('an offset or length runs past the end');
}

function fail(message: string): never {
  throw new AbiError(message);
}
