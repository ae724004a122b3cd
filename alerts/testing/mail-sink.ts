import { createServer, type AddressInfo, type Socket } from 'node:net';

/** Takes and keeps the mails that are handed in over SMTP, on loopback. */
export interface MailSink {
  readonly port: number;
  /** Each whole, with its header. */
  readonly mails: readonly string[];
  close(): Promise<void>;
}

const END = '\r\n.\r\n';

export async function startMailSink(): Promise<MailSink> {
  const mails: string[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
    talk(socket, mails);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    mails,
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function talk(socket: Socket, mails: string[]): void {
  let heard = '';
  let inData = false;
  socket.write('220 sink\r\n');
  socket.on('data', (chunk: Buffer) => {
    heard += chunk.toString();
    for (let end = heard.indexOf(inData ? END : '\r\n'); end >= 0; end = heard.indexOf(inData ? END : '\r\n')) {
      const said = heard.slice(0, end);
      heard = heard.slice(end + (inData ? END : '\r\n').length);
      if (inData) mails.push(said);
      inData = said === 'DATA';
      socket.write(inData ? '354 go on\r\n' : '250 ok\r\n');
    }
  });
}
