import { asPersonId } from '../core/brand.ts';
import { sha384 } from '../core/crypto/digest.ts';
import { fingerprintWords } from '../core/crypto/fingerprint.ts';
import { Refusal } from '../core/failure.ts';
import { toInstant } from '../core/instant.ts';
import { addKeyslot, keyslotPersons, removeKeyslot } from '../db/enrolment.ts';
import { addPerson, getPerson } from '../db/repositories/person.ts';
import { requireStrongPassphrase } from './passphrase-rule.ts';
import { cardOfPerson, newSecrets, signatory } from './person-keys.ts';
import { CUSTODIAN } from './standing.ts';
import { recorded } from './trail.ts';
import { useCase } from './use-case.ts';

/**
 * Enrols a person on this workstation: keys that only their own passphrase opens, a keyslot, and an identity card for
 * the roster authority. The newcomer is the desk's second person for this act, with the passphrase they chose.
 */
export const enrolPerson = useCase('enrolPerson', CUSTODIAN, async (desk, input) => {
  const person = asPersonId(input.personId);
  const newcomer = desk.second;
  if (person === undefined || newcomer === undefined || newcomer.person !== person) {
    throw new Refusal('input.missing', 'The new person must choose a passphrase.', {
      where: input.personId,
      remedy: 'Have the new person enter a passphrase of their own.',
    });
  }
  if (getPerson(desk.vault.db, person) !== undefined) {
    throw new Refusal('desk.person-exists', 'Somebody is, or was, enrolled under this name.', {
      where: person,
      remedy: 'Choose another name; a name is never given twice.',
    });
  }
  requireStrongPassphrase(newcomer.passphrase);
  const by = signatory(desk);
  const { folder } = desk.vault;
  const at = toInstant(desk.clock());
  const secrets = await newSecrets(input.postQuantum);
  try {
    const card = cardOfPerson(input, secrets, at);
    // A slot without its row is what a kill between the two leaves: nobody can use it, and it may be made again.
    if (keyslotPersons(folder).includes(person)) removeKeyslot(folder, person);
    addKeyslot(folder, by, { person, passphrase: newcomer.passphrase, secrets }, at);
    const keyIds = secrets.signingKeys.map(({ publicKey }) => publicKey.keyId);
    recorded(desk, (db) => {
      addPerson(db, {
        id: person,
        name: input.name,
        organization: input.organization,
        agency: null,
        card,
        cardDigest: sha384(card),
        enrolledBy: desk.actor,
        enrolledAt: at,
      });
      return {
        result: undefined,
        events: [{ act: 'person.enrolled', subject: person, detail: { personId: person, keyIds } }],
      };
    });
    return { personId: person, card: new TextDecoder().decode(card), fingerprints: keyIds.map(fingerprintWords) };
  } finally {
    for (const key of secrets.signingKeys) key.wipe();
  }
});
