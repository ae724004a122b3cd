import { ReceiverError } from './receiver-error.ts';

/** Where mail is handed in. */
export interface MailServer {
  /** `host:port`. */
  readonly smarthost: string;
  readonly username: string;
  readonly password: string;
  /** Whether TLS is asked for after the first words; off on this machine only, and where it is spoken already. */
  readonly requireTls: boolean;
}

const MAIL_PORT = '587';
/** TLS from the first byte. Alertmanager knows it by this number, and finds nothing there to ask for. */
const TLS_PORT = '465';
const LOOPBACK = ['127.0.0.1', '[::1]', 'localhost'];
/** No display names: what stands here goes into a header. */
const ADDRESS = /^[^\s@<>",;:]+@[^\s@<>",;:]+$/;
const ROUTING_KEY = /^\w{20,64}$/;

/** The address in a secret file; null when the file holds nothing. `of` names the file for people. */
export function webUrlOf(content: string, of: string): string | null {
  const text = content.trim();
  if (text === '') return null;
  // URL would drop line breaks and join two lines into one address.
  const url = !/\s/.test(text) && URL.canParse(text) ? new URL(text) : null;
  if (url === null || !/^https?:$/.test(url.protocol)) {
    throw new ReceiverError('receiver/bad-url', `the secret of ${of} is not one http or https address`);
  }
  return url.href;
}

/** The routing key of an integration of PagerDuty's Events API 2; null when the file holds nothing. */
export function routingKeyOf(content: string, of: string): string | null {
  const key = content.trim();
  if (key === '') return null;
  if (!ROUTING_KEY.test(key)) {
    throw new ReceiverError('receiver/bad-key', `the secret of ${of} is not a routing key of PagerDuty's Events API 2`);
  }
  return key;
}

/** Mail addresses, separated by commas or line breaks, as one line; null when the file holds nothing. */
export function addressesOf(content: string, of: string): string | null {
  const addresses = content.split(/[,\n]/).map((address) => address.trim());
  const given = addresses.filter((address) => address !== '');
  if (given.length === 0) return null;
  if (!given.every((address) => ADDRESS.test(address))) {
    throw new ReceiverError('receiver/bad-address', `${of} holds something that is no plain mail address`);
  }
  return given.join(', ');
}

/** The server in `smtp://user:password@host:port`; null when the file holds nothing. */
export function mailServerOf(content: string): MailServer | null {
  const text = content.trim();
  if (text === '') return null;
  const url = !/\s/.test(text) && URL.canParse(text) ? new URL(text) : null;
  if (url?.protocol !== 'smtp:' || url.hostname === '' || !['', '/'].includes(url.pathname + url.search)) {
    throw new ReceiverError('receiver/bad-mail-server', 'email-server is not smtp://user:password@host:port');
  }
  return {
    smarthost: `${url.hostname}:${url.port || MAIL_PORT}`,
    username: decodeURIComponent(url.username),
    password: decodeURIComponent(url.password),
    requireTls: !LOOPBACK.includes(url.hostname) && url.port !== TLS_PORT,
  };
}
