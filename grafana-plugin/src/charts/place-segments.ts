import type { GrafanaTheme2 } from '@grafana/data';
import type { NodePlace, PlaceCounts } from '@noderr/protocol';
import type { Segment } from './segment-layout.ts';
import { PLACE_TONES, toneFill } from '../parts/tone.ts';
import { placeWords } from '../strings/rollout.ts';

/** From done to not begun; the trouble stands in the middle, where it is seen. */
export const BAR_ORDER = [
  'updated',
  'updating',
  'unhealthy',
  'rolledBack',
  'failed',
  'silent',
  'cannotFollow',
  'held',
  'deferred',
  'unmanaged',
  'pending',
] as const satisfies readonly NodePlace[];

/** Patterns tell apart what shares a tone: busy is hatched, so is silence. */
const HATCHED: ReadonlySet<NodePlace> = new Set(['updating', 'silent', 'cannotFollow']);

export function placeSegments(theme: GrafanaTheme2, counts: PlaceCounts): Segment[] {
  return BAR_ORDER.filter((place) => place !== 'pending').map((place) => ({
    key: place,
    value: counts[place],
    color: toneFill(theme, PLACE_TONES[place].tone),
    title: `${counts[place]} ${placeWords[place]}`,
    hatched: HATCHED.has(place),
  }));
}
