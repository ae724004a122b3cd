import { chmodSync, mkdirSync, rmSync } from 'node:fs';
import { createServer, type Server, type Socket } from 'node:net';
import { dirname } from 'node:path';
import { askAgent, NoAgentError } from './control-client.ts';
import { type ControlReply, ControlRequest } from './schema.ts';

const MAX_REQUEST_BYTES = 4096;

/** Another agent works on the same state folder: two of them could run a service twice. */
export class AgentRunsAlready extends Error {
  override readonly name = 'AgentRunsAlready';
  readonly code = 'agent/runs-already';
}

export interface ControlServer {
  close(): Promise<void>;
}

/** Listens on a socket that only the agent's own user can open; holding it is also the lock of the state folder. */
export async function startControlServer(
  socketPath: string,
  answer: (request: ControlRequest) => Promise<ControlReply>,
): Promise<ControlServer> {
  mkdirSync(dirname(socketPath), { recursive: true, mode: 0o700 });
  if (await isAnswered(socketPath)) {
    throw new AgentRunsAlready('an agent runs on this state folder already: stop it first');
  }
  rmSync(socketPath, { force: true });
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    serve(socket, answer);
  });
  await listen(server, socketPath);
  chmodSync(socketPath, 0o600);
  return {
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
      }),
  };
}

async function isAnswered(socketPath: string): Promise<boolean> {
  try {
    await askAgent(socketPath, { do: 'status' });
    return true;
  } catch (error) {
    return !(error instanceof NoAgentError);
  }
}

function serve(socket: Socket, answer: (request: ControlRequest) => Promise<ControlReply>): void {
  let text = '';
  socket.setEncoding('utf8');
  socket.on('data', (part: string) => {
    text += part;
    if (text.length > MAX_REQUEST_BYTES) socket.destroy();
  });
  socket.once('end', () => {
    void replyTo(text, answer).then((reply) => socket.end(`${JSON.stringify(reply)}\n`));
  });
  socket.on('error', () => socket.destroy());
}

async function replyTo(
  text: string,
  answer: (request: ControlRequest) => Promise<ControlReply>,
): Promise<ControlReply> {
  try {
    return await answer(ControlRequest.parse(JSON.parse(text)));
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'control/failed';
    return { ok: false, code, message: error instanceof Error ? error.message : String(error) };
  }
}

function listen(server: Server, path: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(path, () => {
      server.off('error', reject);
      resolve();
    });
  });
}
