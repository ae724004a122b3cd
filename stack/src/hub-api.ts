import { randomUUID } from 'node:crypto';
import {
  Intent,
  type IntentKind,
  NodeDetail,
  NodeList,
  type NodeTier,
  Problem,
  RolloutHistory,
  type TierCard,
  TierList,
} from '@noderr/protocol';
import { type z } from 'zod';

const PROXY = '/api/plugin-proxy/noderr-hub-app/hub';

/** The hub refused; `code` and `status` are its own. */
export class HubApiError extends Error {
  readonly status: number;
  readonly code: string;

  constructor(status: number, code: string, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

/** Who calls, to the workbench: `Admin:name`, `Viewer:name`. */
export function workbenchUser(user: string): Record<string, string> {
  return { 'x-workbench-user': user };
}

/** Who calls, to a Grafana. */
export function basicAuth(login: string, password: string): Record<string, string> {
  return { authorization: `Basic ${Buffer.from(`${login}:${password}`).toString('base64')}` };
}

/** The hub's API through the plugin proxy of Grafana or the workbench, as a page calls it. */
export class HubApi {
  readonly #pages: string;
  readonly #identity: Readonly<Record<string, string>>;

  /** @param identity headers that say who calls: `workbenchUser` or `basicAuth` */
  constructor(pages: string, identity: Readonly<Record<string, string>>) {
    this.#pages = pages;
    this.#identity = identity;
  }

  async tier(tier: NodeTier): Promise<TierCard> {
    const { tiers } = await this.get('/tiers', TierList);
    const card = tiers.find((candidate) => candidate.tier === tier);
    if (!card) throw new Error(`the hub knows no tier ${tier}`);
    return card;
  }

  nodes(): Promise<NodeList> {
    return this.get('/nodes', NodeList);
  }

  node(nodeId: string): Promise<NodeDetail> {
    return this.get(`/nodes/${nodeId}`, NodeDetail);
  }

  history(): Promise<RolloutHistory> {
    return this.get('/rollouts', RolloutHistory);
  }

  /** Pause is prepared and confirmed in one request, as its button does. */
  async pause(card: TierCard, id: string = randomUUID()): Promise<Intent> {
    const { tier, rollout } = card;
    const request = { id, kind: 'pause' satisfies IntentKind, tier, expectedRollout: rollout.rolloutId };
    return this.post('/intents', { ...request, reason: 'scenario', confirm: true }, Intent);
  }

  async resume(card: TierCard): Promise<Intent> {
    const { tier, rollout } = card;
    const expected = { expectedRollout: rollout.rolloutId, expectedSeq: rollout.seq };
    const prepared = await this.post('/intents', { id: randomUUID(), kind: 'resume', tier, ...expected }, Intent);
    return this.confirm(prepared, { reason: 'scenario' });
  }

  async rollback(card: TierCard, to: number): Promise<Intent> {
    const { tier, rollout } = card;
    const request = { id: randomUUID(), kind: 'rollback', tier, expectedRollout: rollout.rolloutId, to };
    const prepared = await this.post('/intents', request, Intent);
    return this.confirm(prepared, { reason: 'scenario', typedTier: tier });
  }

  intent(id: string): Promise<Intent> {
    return this.get(`/intents/${id}`, Intent);
  }

  private confirm(prepared: Intent, body: object): Promise<Intent> {
    return this.post(`/intents/${prepared.id}/confirm`, body, Intent);
  }

  private get<T extends z.ZodType>(path: string, schema: T): Promise<z.infer<T>> {
    return this.exchange('GET', path, undefined, schema);
  }

  private post<T extends z.ZodType>(path: string, body: object, schema: T): Promise<z.infer<T>> {
    return this.exchange('POST', path, JSON.stringify(body), schema);
  }

  private async exchange<T extends z.ZodType>(
    method: string,
    path: string,
    body: string | undefined,
    schema: T,
  ): Promise<z.infer<T>> {
    const response = await fetch(`${this.#pages}${PROXY}${path}`, {
      method,
      headers: {
        ...this.#identity,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body }),
      signal: AbortSignal.timeout(15_000),
    });
    const text = await response.text();
    if (!response.ok) {
      const problem = Problem.partial().safeParse(text === '' ? {} : JSON.parse(text));
      const { code = `http/${response.status}`, message = text } = problem.data ?? {};
      throw new HubApiError(response.status, code, `${method} ${path} answered ${response.status}: ${message}`);
    }
    return schema.parse(JSON.parse(text));
  }
}
