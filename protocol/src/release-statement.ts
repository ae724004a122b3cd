import { z } from 'zod';
import { Address } from './brands.ts';
import { Tier } from './tier.ts';
import { Version } from './version.ts';
import { ServiceName } from './release.ts';

export const STATEMENT_TYPE = 'https://in-toto.io/Statement/v1';
export const STATEMENT_PAYLOAD_TYPE = 'application/vnd.in-toto+json';
export const STATEMENT_PREDICATE_TYPE = 'https://sigstore.dev/cosign/sign/v1';
export const BUNDLE_ARTIFACT_TYPE = 'application/vnd.dev.sigstore.bundle.v0.3+json';

/** What a signer binds a digest to, as `cosign sign -a key=value` writes it: strings only. */
export const ReleaseAnnotations = z.object({
  tier: Tier,
  version: Version,
  service: ServiceName,
  chainId: z.string().regex(/^[1-9]\d*$/),
  beacon: Address,
});
export type ReleaseAnnotations = z.infer<typeof ReleaseAnnotations>;

/** The in-toto statement that is signed for one component of a release. */
export const ReleaseStatement = z.object({
  _type: z.literal(STATEMENT_TYPE),
  subject: z
    .array(
      z.object({
        digest: z.object({ sha256: z.string().regex(/^[0-9a-f]{64}$/) }),
        annotations: ReleaseAnnotations,
      }),
    )
    .length(1),
  predicateType: z.literal(STATEMENT_PREDICATE_TYPE),
  predicate: z.object({}),
});
export type ReleaseStatement = z.infer<typeof ReleaseStatement>;

export function releaseStatement(sha256: string, annotations: ReleaseAnnotations): ReleaseStatement {
  return {
    _type: STATEMENT_TYPE,
    subject: [{ digest: { sha256 }, annotations }],
    predicateType: STATEMENT_PREDICATE_TYPE,
    predicate: {},
  };
}
