import { droppedOf, type ShippingStatus } from '../telemetry/shipping-status.ts';
import { type SignalStatus } from '../telemetry/telemetry-status.ts';

/** What `status` says of metrics and logs on their way to the hub, as rows of name and text. */
export function telemetryRows(status: ShippingStatus): [string, string | null][] {
  switch (status.state) {
    case 'off':
      return [];
    case 'failed':
      return [['telemetry', `NOT SHIPPED: ${status.detail}`]];
    case 'shipping': {
      const { metrics, logs, auth } = status;
      const refused = 'REFUSED: the hub does not take the token of this node; all is kept';
      return [
        ['telemetry', auth === 'refused' ? refused : null],
        ['  metrics', signalText(metrics)],
        ['  logs', signalText(logs)],
      ];
    }
  }
}

function signalText(signal: SignalStatus): string {
  const { lagS, spooledBytes, droppedTotal, lane, lastError } = signal;
  const dropped = Object.entries(droppedTotal).map(([reason, count]) => `${reason} ${count}`);
  return [
    lagS === null ? 'spool not readable' : lagS === 0 ? 'nothing waits' : `${lagS} s behind`,
    `${spooledBytes} bytes on disk`,
    ...(lane === 'backlog' ? ['catching up'] : []),
    ...(dropped.length === 0 ? [] : [`${droppedOf(signal)} dropped (${dropped.join(', ')})`]),
    ...(lastError === null ? [] : [`${lastError.code}: ${lastError.detail}`]),
  ].join(', ');
}
