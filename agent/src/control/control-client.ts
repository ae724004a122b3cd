import { connect } from 'node:net';
import { ControlReply, type ControlRequest } from './schema.ts';

const TIMEOUT_MS = 30_000;

/** No agent answers on the socket. */
export class NoAgentError extends Error {
  override readonly name = 'NoAgentError';
  readonly code = 'agent/not-running';
}

/** The socket is there and not ours to open. */
export class NoAccessError extends Error {
  override readonly name = 'NoAccessError';
  readonly code = 'agent/no-access';
}

/** One request to the running agent, one line each way. */
export async function askAgent(socketPath: string, request: ControlRequest): Promise<ControlReply> {
  const text = await exchange(socketPath, `${JSON.stringify(request)}\n`);
  if (text === '') throw new NoAgentError('the agent ended before it answered');
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
      reject(faultOf(cause));
    });
  });
}

function faultOf(cause: Error): Error {
  if (cause instanceof NoAgentError || !('code' in cause)) return cause;
  if (cause.code === 'ENOENT' || cause.code === 'ECONNREFUSED') {
    return new NoAgentError('no agent runs on this state folder: start it with `noderr-agent run`');
  }
  if (cause.code !== 'EACCES') return cause;
  return new NoAccessError("the agent's socket belongs to another user: run this as the user that the agent runs as");
}
