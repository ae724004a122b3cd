import { connect } from 'node:net';
import { ControlReply, type ControlRequest } from './schema.ts';

const TIMEOUT_MS = 30_000;

/** No agent answers on the socket. */
export class NoAgentError extends Error {
  override readonly name = 'NoAgentError';
  readonly code = 'agent/not-running';
}

/** One request to the running agent, one line each way. */
export async function askAgent(socketPath: string, request: ControlRequest): Promise<ControlReply> {
  const text = await exchange(socketPath, `${JSON.stringify(request)}\n`);
  return ControlReply.parse(JSON.parse(text));
}

function exchange(socketPath: string, line: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(socketPath);
    let answer = '';
    socket.setEncoding('utf8').setTimeout(TIMEOUT_MS, () => {
      socket.destroy(new NoAgentError('the agent does not answer'));
    });
    socket.once('connect', () => socket.end(line));
    socket.on('data', (part: string) => {
      answer += part;
    });
    socket.once('end', () => {
      resolve(answer);
    });
    socket.once('error', (cause) => {
      const gone = 'code' in cause && (cause.code === 'ENOENT' || cause.code === 'ECONNREFUSED');
      reject(gone ? new NoAgentError('no agent runs on this state folder: start it with `noderr-agent run`') : cause);
    });
  });
}
