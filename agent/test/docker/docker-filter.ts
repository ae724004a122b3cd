import { readFileSync } from 'node:fs';
import { createServer, request, type IncomingMessage, type Server } from 'node:http';
import { connect } from 'node:net';
import { type Duplex } from 'node:stream';
import { freePort } from '@noderr/oci/testing';

const COMPOSE_YML = new URL('../../../docker-compose.yml', import.meta.url);

/** dockerd behind the rules of the composed stack's proxy: a path that no rule of its method matches is a 403. */
export interface DockerFilter {
  endpoint: string;
  /** Methods that have rules. */
  methods: readonly string[];
  allows(method: string, path: string): boolean;
  /** What came, as `METHOD path`. */
  passed: string[];
  refused: string[];
  close(): void;
}

/** As wollomatic/socket-proxy reads its arguments: each pattern stands for the whole path, escapes undone. */
function rulesOf(text: string): Map<string, RegExp> {
  const service = /^ {2}docker-proxy:\n((?: {3,}.*\n)+)/m.exec(text)?.[1] ?? '';
  const rules = [...service.matchAll(/^ +- '-allow([A-Z]+)=(.+)'$/gm)];
  return new Map(rules.map(([, method = '', pattern = '']) => [method, new RegExp(`^${pattern}$`)]));
}

export async function startDockerFilter(socketPath: string): Promise<DockerFilter> {
  const rules = rulesOf(readFileSync(COMPOSE_YML, 'utf8'));
  const passed: string[] = [];
  const refused: string[] = [];
  const allows = (method: string, path: string): boolean => rules.get(method)?.test(path) ?? false;

  function judge({ method = '', url = '' }: IncomingMessage): boolean {
    const path = decodeURIComponent(new URL(url, 'http://docker').pathname);
    const allowed = allows(method, path);
    (allowed ? passed : refused).push(`${method} ${path}`);
    return allowed;
  }

  const server: Server = createServer((incoming, answer) => {
    if (!judge(incoming)) {
      answer.writeHead(403).end();
      return;
    }
    const { method, url: path, headers } = incoming;
    const outgoing = request({ socketPath, method, path, headers }, (from) => {
      answer.writeHead(from.statusCode ?? 502, from.headers);
      from.pipe(answer);
    });
    outgoing.on('error', () => answer.destroy());
    answer.on('close', () => outgoing.destroy());
    incoming.pipe(outgoing);
  });
  // Commands in containers: after the answer's head the connection is theirs.
  server.on('upgrade', (incoming: IncomingMessage, client: Duplex, head: Buffer) => {
    if (!judge(incoming)) {
      client.end('HTTP/1.1 403 Forbidden\r\n\r\n');
      return;
    }
    const daemon = connect(socketPath);
    const { method = '', url = '', rawHeaders } = incoming;
    const pairs = rawHeaders.flatMap((name, index) =>
      index % 2 === 0 ? [`${name}: ${rawHeaders[index + 1] ?? ''}`] : [],
    );
    daemon.write(`${method} ${url} HTTP/1.1\r\n${pairs.join('\r\n')}\r\n\r\n`);
    daemon.write(head);
    for (const [one, other] of [
      [client, daemon],
      [daemon, client],
    ] as const) {
      one.on('error', () => other.destroy());
      one.pipe(other);
    }
  });

  const port = await freePort();
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  return {
    endpoint: `tcp://127.0.0.1:${port}`,
    methods: [...rules.keys()],
    allows,
    passed,
    refused,
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}
