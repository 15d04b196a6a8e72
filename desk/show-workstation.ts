import { fingerprintWords } from '../core/crypto/fingerprint.ts';
import { parseCard } from '../core/identity/card.ts';
import { toInstant } from '../core/instant.ts';
import { renderBanner } from '../core/marking/marking.ts';
import { checkPolicy } from '../core/policy/check.ts';
import { listDeskIdentities } from '../db/repositories/desk-identity.ts';
import { listPersons } from '../db/repositories/person.ts';
import { currentPolicy } from '../db/repositories/policy-version.ts';
import { getSetting } from '../db/repositories/setting.ts';
import { ceilingOf } from './ceiling.ts';
import { latestRoster, pinnedRootKeys } from './roster-in-force.ts';
import { ANY_ROLE, rolesOf } from './standing.ts';
import { useCase } from './use-case.ts';

/** Tells what this desk is, whom it trusts, and who is enrolled. */
export const showWorkstation = useCase('showWorkstation', ANY_ROLE, async (desk) => {
  const { db, vaultId } = desk.vault;
  const latest = latestRoster(desk);
  const rootKeys = pinnedRootKeys(desk);
  const version = currentPolicy(db);
  const policy = version && checkPolicy(version.envelope, rootKeys, toInstant(desk.clock())).policy;
  const deskCard = getSetting(db, 'desk.card');
  const text = new TextDecoder();
  return {
    vaultId,
    name: String(getSetting(db, 'desk.name')),
    ceiling: renderBanner(ceilingOf(desk)),
    twoPersonRule: getSetting(db, 'witness.required') === true,
    rootFingerprints: rootKeys.map(({ keyId }) => fingerprintWords(keyId)),
    recipient: listDeskIdentities(db)[0]?.recipient ?? '',
    deskCard: typeof deskCard === 'string' ? deskCard : null,
    roster: latest
      ? {
          rosterId: latest.roster.rosterId,
          sequence: latest.roster.sequence,
          digest: latest.digest,
          validUntil: latest.roster.validUntil ?? null,
          persons: latest.roster.persons.length,
          producers: latest.roster.producers.map(({ producerId, name, organization, keys }) => ({
            producerId,
            name,
            organization,
            keyIds: keys.map(({ key }) => key.keyId),
            fingerprints: keys.map(({ key }) => fingerprintWords(key.keyId)),
          })),
        }
      : null,
    policy: version
      ? {
          policyId: version.policyId,
          version: version.version,
          title: policy?.title ?? 'not in force',
          digest: version.digest,
        }
      : null,
    persons: listPersons(db)
      .filter(({ removedAt }) => removedAt === null)
      .map(({ id, name, organization, card }) => ({
        personId: id,
        name,
        organization,
        roles: [...rolesOf(desk, id)],
        keyIds: parseCard(card).keys.map(({ keyId }) => keyId),
        fingerprints: parseCard(card).keys.map(({ keyId }) => fingerprintWords(keyId)),
        card: text.decode(card),
      })),
  };
});
