/**
 * Stands in for `bin/grafana` where no Grafana is: answers what our launch asks of one, and keeps what it was told.
 * It reads its settings as Grafana's `pkg/setting` does: keys of the environment that its defaults name, then `$__file{}`.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

const { env } = process;
const version = env.STAND_IN_VERSION ?? '12.3.0';
if (process.argv.includes('--version')) {
  console.log(`grafana version ${version}`);
} else {
  serve();
}

function serve(): void {
  const { values } = parseArgs({
    args: process.argv.slice(3),
    options: { homepath: { type: 'string' }, config: { type: 'string' } },
  });
  const data = env.GF_PATHS_DATA ?? '';
  const settings = Object.entries(env).filter(([name]) => /^(GF|NODERR)_/.test(name));
  const told = { command: process.argv[2], ...values, cwd: process.cwd(), settings: Object.fromEntries(settings) };
  writeFileSync(join(data, 'told.json'), JSON.stringify(told));

  const passwordFile = join(data, 'password');
  if (!existsSync(passwordFile)) writeFileSync(passwordFile, expanded(env.GF_SECURITY_ADMIN_PASSWORD ?? 'admin'));
  const login = `admin:${readFileSync(passwordFile, 'utf8')}`;
  const admin = `Basic ${Buffer.from(login).toString('base64')}`;

  const server = createServer((request, response) => {
    const answer = (status: number, body: object): void => {
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    };
    if (request.url === '/api/health') answer(200, { database: 'ok', version });
    else if (request.headers.authorization !== admin) answer(401, { message: 'Invalid username or password' });
    else if (request.url === '/api/org') answer(200, { id: 1, name: 'Main Org.' });
    else answer(404, { message: 'Not found' });
  });
  server.on('error', (error) => {
    console.error(`logger=server level=error error="${error.message}"`);
    process.exit(1);
  });
  server.listen(Number(env.GF_SERVER_HTTP_PORT), env.GF_SERVER_HTTP_ADDR);
  process.once('SIGTERM', () => {
    process.exit(0);
  });
}

function expanded(value: string): string {
  return value.replaceAll(/\$__file\{([^}]+)\}/g, (_, path: string) => readFileSync(path, 'utf8').trim());
}
