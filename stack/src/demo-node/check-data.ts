import { readLedger } from './ledger.ts';

const path = `${process.env.DATA_DIR ?? '/data'}/ledger.ndjson`;
const blocks = readLedger(path);
console.log(`${blocks.length} blocks, all in order`);
