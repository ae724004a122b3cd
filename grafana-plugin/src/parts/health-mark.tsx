import { type NodeSummary } from '@noderr/protocol';
import { type ReactElement } from 'react';
import { nodeHealthWords } from '../strings/nodes.ts';
import { healthOf } from './node-health.ts';
import { StateMark } from './state-mark.tsx';
import { HEALTH_TONES } from './tone.ts';

/** Health of a node. */
export function HealthMark({ node }: { node: Pick<NodeSummary, 'place' | 'healthy'> }): ReactElement {
  const health = healthOf(node);
  return <StateMark {...HEALTH_TONES[health]} word={nodeHealthWords[health]} />;
}
