import { readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { gzipSync } from 'node:zlib';

const MODULE_GZ_LIMIT = 15_000;
const CHUNK_LIMIT = 250_000;
const dist = resolve(import.meta.dirname, '../dist');

const rows = readdirSync(dist)
  .filter((name) => name.endsWith('.js'))
  .map((name) => {
    const bytes = readFileSync(resolve(dist, name));
    const gz = gzipSync(bytes, { level: 9 }).length;
    const over = name === 'module.js' ? gz > MODULE_GZ_LIMIT : bytes.length > CHUNK_LIMIT;
    return { name: name.replace(/\.[0-9a-f]{16,}\./, '.'), bytes: bytes.length, gz, over };
  })
  .sort((a, b) => b.bytes - a.bytes);

console.log(`${'file'.padEnd(34)}${'bytes'.padStart(10)}${'gzip'.padStart(10)}`);
for (const row of rows) {
  console.log(
    `${row.name.slice(0, 33).padEnd(34)}${String(row.bytes).padStart(10)}${String(row.gz).padStart(10)}${row.over ? '  over the limit' : ''}`,
  );
}
console.log(`limits: module.js ${MODULE_GZ_LIMIT} bytes gzipped, every chunk ${CHUNK_LIMIT} bytes`);
if (rows.some((row) => row.over)) process.exitCode = 1;
