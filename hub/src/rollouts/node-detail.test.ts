import { NodeDetail } from '@noderr/protocol';
import { describe, expect, it } from 'vitest';
import { fleetNode, heartbeat, picture } from '../testing/make-picture.ts';
import { nodeDetail } from './node-detail.ts';

const telemetry = { lagS: { metrics: 12, logs: null }, droppedTotal: 3 };

function detail(of: Parameters<typeof fleetNode>[1]): NodeDetail {
  const shown = picture({ fleet: [fleetNode(1, of)] });
  const [node] = shown.nodes;
  if (!node) throw new Error('the picture has no node');
  return NodeDetail.parse(nodeDetail(node, shown, []));
}

describe('the detail of a node', () => {
  it('holds what its last heartbeat says of its telemetry', () => {
    expect(detail({ heartbeat: heartbeat({ telemetry }) }).telemetry).toEqual(telemetry);
  });

  it('says that nothing is known of one that ships none, or was never heard', () => {
    expect(detail({ heartbeat: heartbeat() }).telemetry).toBeNull();
    expect(detail({ heartbeat: null, heardAt: null }).telemetry).toBeNull();
  });
});
