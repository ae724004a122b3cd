import { type EndpointAnswer, type EndpointFault, type QuorumReport } from './chain-reading.ts';
import { type Endpoint, EndpointError } from './endpoint.ts';
import { settleWithGrace } from './settle.ts';

/** One reading's record of every endpoint, and the way to put a question to those that still take part. */
export interface QuorumRound {
  readonly needed: number;
  /** True once an endpoint was left behind that might still have answered. */
  readonly hasStragglers: boolean;
  /** Puts a question to endpoints at the same time; who fails is out, with its fault. */
  ask<T>(
    among: readonly Endpoint[],
    question: (endpoint: Endpoint) => Promise<T>,
  ): Promise<{ endpoint: Endpoint; value: T }[]>;
  /** Puts an endpoint out of this reading. */
  fault(host: string, code: EndpointFault, message: string): void;
  height(host: string, height: number): void;
  /** The fault that at least a quorum of endpoints has, of those given. */
  sharedFault<Code extends EndpointFault>(codes: readonly Code[]): Code | undefined;
  report(agreeing: readonly string[]): QuorumReport;
}

export interface RoundOptions {
  hosts: readonly string[];
  needed: number;
  /** Milliseconds that the slower ones get after a quorum has answered; Infinity waits for all. */
  graceMs: number;
}

export function createQuorumRound({ hosts, needed, graceMs }: RoundOptions): QuorumRound {
  const answers = new Map<string, Pick<EndpointAnswer, 'height' | 'fault'>>(
    hosts.map((host) => [host, { height: null, fault: null }]),
  );
  let stragglers = false;

  function fault(host: string, code: EndpointFault, message: string): void {
    const answer = answers.get(host);
    if (answer) answer.fault ??= { code, message };
  }

  const withFault = (code: EndpointFault): number =>
    [...answers.values()].filter((answer) => answer.fault?.code === code).length;

  return {
    needed,
    get hasStragglers() {
      return stragglers;
    },
    async ask(among, question) {
      const asked = among.map((endpoint) => question(endpoint));
      const results = await (graceMs === Infinity
        ? settleWithGrace(asked, Infinity, 0)
        : settleWithGrace(asked, needed, graceMs));
      return among.flatMap((endpoint, index) => {
        const result = results[index] ?? { kind: 'straggler' };
        if (result.kind === 'answer') return [{ endpoint, value: result.value }];
        if (result.kind === 'straggler') {
          stragglers = true;
          fault(endpoint.host, 'rpc/timeout', `${endpoint.host} was slower than the others`);
          return [];
        }
        if (!(result.error instanceof EndpointError)) throw result.error;
        fault(endpoint.host, result.error.code, result.error.message);
        return [];
      });
    },
    fault,
    height(host, height) {
      const answer = answers.get(host);
      if (answer) answer.height = height;
    },
    sharedFault: (codes) => codes.find((code) => withFault(code) >= needed),
    report: (agreeing) => ({
      needed,
      agreeing: agreeing.length,
      endpoints: [...answers].map(([host, answer]) => ({ host, ...answer, agrees: agreeing.includes(host) })),
    }),
  };
}
