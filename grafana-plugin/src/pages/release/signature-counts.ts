import type { ReleaseDetail } from '@noderr/protocol';

/** Nodes whose attempt went past the check of the signatures, and nodes that refused them. */
export function signatureCounts(detail: ReleaseDetail): { accepted: number; refused: number } {
  const refused = detail.nodes.filter(refusedBy).length;
  const accepted = detail.nodes.filter(
    (node) =>
      // Containers are changed only after the check: who runs it or ran it has made it.
      !refusedBy(node) &&
      (node.committed === detail.release.id || node.outcome === 'committed' || node.outcome === 'rolled-back'),
  ).length;
  return { accepted, refused };
}

function refusedBy({ code }: ReleaseDetail['nodes'][number]): boolean {
  return code?.startsWith('signature/') === true;
}
