import { join } from 'node:path';
import { writeNew } from '../../cli/file.ts';
import { readSigningKeys } from '../../cli/key-folder.ts';
import { publicKeyToPem } from '../../core/crypto/public-key.ts';
import { parseCard } from '../../core/identity/card.ts';
import { signRoster } from '../../core/identity/roster.ts';
import { toInstant } from '../../core/instant.ts';
import { signPolicy } from '../../core/policy/sign.ts';
import { enrolPerson } from '../../desk/enrol-person.ts';
import { importPolicy } from '../../desk/import-policy.ts';
import { importRoster } from '../../desk/import-roster.ts';
import { initDesk } from '../../desk/init-desk.ts';
import { PERSONS, policyDocument, rosterDocument } from './authority.ts';
import type { DemoEvidence } from './evidence.ts';
import type { Narrator } from './narrator.ts';
import type { People } from './people.ts';
import { makePassphrase, type Places } from './places.ts';

/** The cards made at enrolment, and what producers seal to. */
export interface Cards {
  readonly recipient: string;
  readonly ofPersons: ReadonlyMap<string, Uint8Array>;
}

/** Makes the vault and enrols six persons in six roles. */
export async function setUpDesk(places: Places, narrator: Narrator, people: People, rootPem: string): Promise<Cards> {
  narrator.chapter(
    'The desk',
    'An encrypted vault on one offline workstation. Six persons, six roles, six passphrases.',
  );
  const cards = new Map<string, Uint8Array>();
  const [custodian, ...others] = PERSONS;
  people.know(custodian.personId, makePassphrase(places, custodian.personId));
  const recipient = await narrator.step(
    'vault-init',
    async () => {
      const made = await initDesk({
        folder: places.vault,
        workstation: { name: 'Demo desk', organization: 'Review desk', ceiling: 'UNCLASSIFIED', twoPersonRule: false },
        custodian: {
          ...people.signatory(custodian.personId),
          name: custodian.name,
          organization: custodian.organization,
        },
        rootPem,
        postQuantum: false,
        clock: Date.now,
      });
      made.vault.close();
      cards.set(custodian.personId, made.custodianCard);
      narrator.file('vault', places.vault);
      writeNew(narrator.file('card', join(places.cards, 'desk.card.dsse.json')), made.deskCard, 0o644);
      return made.recipient;
    },
    () => `the vault is in ${places.vault}; ${custodian.name} is its custodian`,
  );
  for (const { personId, name, organization, role } of others) {
    await narrator.step(
      `enrol-${personId}`,
      async () => {
        people.know(personId, makePassphrase(places, personId));
        const { card } = await people.act(
          custodian.personId,
          enrolPerson,
          { personId, name, organization },
          people.signatory(personId),
        );
        cards.set(personId, new TextEncoder().encode(card));
      },
      () => `${name} is enrolled (${role})`,
    );
  }
  for (const [personId, card] of cards) {
    writeNew(narrator.file('card', join(places.cards, `${personId}.card.dsse.json`)), card, 0o644);
    const pem = parseCard(card).keys.map(publicKeyToPem).join('');
    writeNew(narrator.file('public-key', join(places.keys, `${personId}.pem`)), pem, 0o644);
  }
  return { recipient, ofPersons: cards };
}

/** The authority signs roster and policy, and the custodian imports both. */
export async function signTrust(
  places: Places,
  narrator: Narrator,
  people: People,
  cards: Cards,
  labCard: Uint8Array,
  evidence: DemoEvidence,
): Promise<void> {
  narrator.chapter('Trust', 'The authority signs the roster and the threshold policy; the custodian imports both.');
  const issuedAt = toInstant(Date.now() - 60_000);
  const roster = join(places.authority, 'demo.roster.dsse.json');
  const policy = join(places.authority, 'demo.policy.dsse.json');
  const keys = readSigningKeys(places.authority);
  writeNew(
    narrator.file('roster', roster),
    signRoster(rosterDocument(cards.ofPersons, labCard, issuedAt), keys),
    0o644,
  );
  writeNew(narrator.file('policy', policy), signPolicy(policyDocument(evidence, issuedAt), keys), 0o644);
  for (const key of keys) key.wipe();
  await narrator.step(
    'import-roster',
    () => people.act('cora', importRoster, { path: roster }),
    ({ sequence, steps }) => `roster issue ${sequence}: ${steps.length} checks passed`,
  );
  await narrator.step(
    'import-policy',
    () => people.act('cora', importPolicy, { path: policy }),
    ({ version, steps }) => `policy version ${version}: ${steps.length} checks passed`,
  );
}
