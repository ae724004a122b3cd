import { type Reading, reading } from '../reading.ts';

/** Loopback, and what Docker and its like make for containers: their traffic passes a real device where it leaves. */
const NOT_OUTSIDE = /^(lo|ifb\d+|dummy\d+|veth.*|docker\d+|docker_gwbridge|br-[0-9a-f]{12}|virbr\d+|cali.*|cni\d+)$/;
/** Each costs two series of the node's budget. */
const MOST_DEVICES = 8;
/** Columns after the name: eight of receiving, then those of transmitting. */
const TRANSMITTED = 8;

/** Bytes received and transmitted by each network device since boot, from /proc/net/dev; the first eight devices. */
export function networkReadings(netDev: string): Reading[] {
  return netDev
    .split('\n')
    .map((line) => /^ *([^\s:]+): *(\d.*)$/.exec(line))
    .filter((match) => match !== null)
    .map(([, device = '', numbers = '']) => ({ device, columns: numbers.split(/ +/) }))
    .filter(({ device }) => !NOT_OUTSIDE.test(device))
    .slice(0, MOST_DEVICES)
    .flatMap(({ device, columns }) => [
      reading('node_network_receive_bytes_total', Number(columns[0]), { device }),
      reading('node_network_transmit_bytes_total', Number(columns[TRANSMITTED]), { device }),
    ]);
}
