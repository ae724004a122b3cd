import { createHash } from 'node:crypto';
import { appendFileSync, existsSync, readFileSync } from 'node:fs';

export interface LedgerBlock {
  height: number;
  at: number;
  version: string;
  hash: string;
}

const GENESIS = '0'.repeat(64);

function hashOf(previous: string, block: Omit<LedgerBlock, 'hash'>): string {
  return createHash('sha256').update(`${previous}:${block.height}:${block.at}:${block.version}`).digest('hex');
}

/** The demo node's chain: one hash-chained JSON line a block, on the data volume. */
export class Ledger {
  readonly #path: string;
  #head: LedgerBlock | undefined;

  constructor(path: string) {
    this.#path = path;
    this.#head = readLedger(path).at(-1);
  }

  get height(): number {
    return this.#head?.height ?? 0;
  }

  append(version: string, at: number): void {
    const block = { height: this.height + 1, at, version };
    this.#head = { ...block, hash: hashOf(this.#head?.hash ?? GENESIS, block) };
    appendFileSync(this.#path, `${JSON.stringify(this.#head)}\n`);
  }
}

/** Reads and verifies a ledger; a line that was being written when the process was killed is left out. */
export function readLedger(path: string): LedgerBlock[] {
  if (!existsSync(path)) return [];
  const lines = readFileSync(path, 'utf8').split('\n').slice(0, -1);
  const blocks: LedgerBlock[] = [];
  for (const line of lines) {
    const block = JSON.parse(line) as LedgerBlock;
    const expected = hashOf(blocks.at(-1)?.hash ?? GENESIS, block);
    if (block.hash !== expected || block.height !== blocks.length + 1) {
      throw new Error(`block ${blocks.length + 1} of ${path} does not follow the one before it`);
    }
    blocks.push(block);
  }
  return blocks;
}
