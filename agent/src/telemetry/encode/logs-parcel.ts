import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { type Parcel } from '../spool/parcel.ts';
import { type StoredLine } from '../spool/stored-line.ts';

/** Labels of every stream of a node, besides its service. */
export interface StreamSender {
  cluster: string;
  tier: string;
  node_id: string;
}

const gzipped = promisify(gzip);

/** Lines as one push of Loki's JSON format, a stream a service, in the order in which they were spooled. */
export function logsParcel(lines: readonly StoredLine[], sender: StreamSender): Parcel {
  return {
    count: lines.length,
    body: async () => new Uint8Array(await gzipped(JSON.stringify({ streams: streamsOf(lines, sender) }))),
    halves() {
      if (lines.length < 2) return null;
      const middle = Math.floor(lines.length / 2);
      return [logsParcel(lines.slice(0, middle), sender), logsParcel(lines.slice(middle), sender)];
    },
  };
}

interface Stream {
  stream: StreamSender & { service: string };
  values: [ns: string, line: string, metadata: Record<string, string>][];
}

function streamsOf(lines: readonly StoredLine[], sender: StreamSender): Stream[] {
  const streams = new Map<string, Stream>();
  for (const { ns, service, level, line, metadata } of lines) {
    const stream = streams.get(service) ?? { stream: { ...sender, service }, values: [] };
    stream.values.push([ns, line, { ...metadata, level }]);
    streams.set(service, stream);
  }
  return [...streams.values()];
}
