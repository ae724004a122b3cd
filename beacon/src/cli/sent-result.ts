import { type CommandDeps } from './command-deps.ts';
import { type SendingOptions } from './schema.ts';
import { type SendOptions, type Sent } from './send.ts';

export function sendOptionsOf(options: SendingOptions, deps: CommandDeps): SendOptions {
  const { state = deps.defaultStateFile, wait, timeout, dryRun } = options;
  return { state, wait, timeoutS: timeout, dryRun };
}

/** How a sent or simulated call is told. */
export function sentResult(sent: Sent): { value: object; text: string } {
  if (sent.kind === 'simulated') {
    return { value: { dryRun: true, gas: sent.gas }, text: `would succeed, with ${sent.gas} gas; nothing was sent` };
  }
  const { hash, block, status } = sent;
  const text = status === 'final' ? `final in block ${block}` : `in block ${block}, not final yet`;
  return { value: { dryRun: false, transaction: hash, block, status }, text: `${text} (${hash})` };
}
