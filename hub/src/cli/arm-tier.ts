import { type NodeTier } from '@noderr/protocol';
import { systemClock } from '../clock.ts';
import { type DatabasePlace } from '../database/database-place.ts';
import { createArming } from '../guard/arming.ts';
import { cliActor } from './cli-actor.ts';
import { withDatabase } from './open-for-cli.ts';

/** An admin's word that a tier's fleet is complete after the hub's database was lost; a running hub takes it up. */
export function armTierIn(place: DatabasePlace, tier: NodeTier): Promise<void> {
  return withDatabase(place, (db, audit) =>
    createArming({ db, audit, clock: systemClock }).arm(tier, cliActor(), 'an admin says that the nodes are back'),
  );
}
