import type { IntentPreview } from '@noderr/protocol';
import { formatCount } from '../../format/number.ts';
import { nodesStrings } from '../../strings/nodes.ts';
import { homeStrings } from '../../strings/home.ts';

const nodes = (count: number): string => nodesStrings.counted(count, formatCount(count));

/** What a rollback does to how many nodes, as the parts of one sentence. */
export function previewParts(preview: IntentPreview): string[] {
  const { fast, download, cannot, untouched, cannotReasons } = preview;
  const why = cannotReasons.map((reason) => `${reason.code}: ${formatCount(reason.nodes)}`).join(', ');
  const words = homeStrings.preview;
  return [
    ...(fast > 0 ? [words.fast(nodes(fast))] : []),
    ...(download > 0 ? [words.download(nodes(download))] : []),
    ...(cannot > 0 ? [words.cannot(nodes(cannot), why)] : []),
    ...(untouched > 0 ? [words.untouched(nodes(untouched))] : []),
  ];
}
