import type { PersonId } from '../core/brand.ts';
import { generateAgeIdentity } from '../core/crypto/age/identity.ts';
import { sha384 } from '../core/crypto/digest.ts';
import { fingerprintWords } from '../core/crypto/fingerprint.ts';
import type { PassphraseStrength } from '../core/crypto/passphrase.ts';
import { publicKeysFromPem } from '../core/crypto/public-key.ts';
import { Refusal } from '../core/failure.ts';
import { makeCard } from '../core/identity/card.ts';
import { type Clock, toInstant } from '../core/instant.ts';
import { parseBanner, renderBanner } from '../core/marking/marking.ts';
import { SOFTWARE } from '../core/software.ts';
import { addDeskIdentity } from '../db/repositories/desk-identity.ts';
import { addPerson } from '../db/repositories/person.ts';
import { putSetting, type SettingName } from '../db/repositories/setting.ts';
import { createVault, type LendKey, type Vault } from '../db/vault.ts';
import type { Desk } from './desk.ts';
import { cardOfPerson, newSecrets } from './person-keys.ts';
import { recorded } from './trail.ts';

/** What is settled when a desk is set up. */
export interface NewDesk {
  /** A new or empty folder. */
  readonly folder: string;
  readonly workstation: {
    readonly name: string;
    readonly organization: string;
    /** The highest marking that the workstation may hold, as a banner line. */
    readonly ceiling: string;
    /** Media come in and documents go out only with a second person. */
    readonly twoPersonRule: boolean;
  };
  readonly custodian: {
    readonly person: PersonId;
    readonly name: string;
    readonly organization: string;
    readonly passphrase: Uint8Array;
  };
  /** The roster root's public keys, one PEM block after another. */
  readonly rootPem: string;
  /** Add ML-DSA-87 to the custodian's keys, and give the desk a hybrid age identity. */
  readonly postQuantum: boolean;
  readonly clock: Clock;
  readonly strength?: PassphraseStrength;
  /** Is shown the vault's key, for a second connection of this process. */
  readonly lendKey?: LendKey;
}

/** A desk that was set up: its open vault, and the cards that go out to the roster authority and to producers. */
export interface MadeDesk {
  readonly vault: Vault;
  readonly deskCard: Uint8Array;
  readonly custodianCard: Uint8Array;
  /** What producers seal to. */
  readonly recipient: string;
  readonly rootFingerprints: readonly string[];
  /** Of the custodian's own keys. */
  readonly custodianFingerprints: readonly string[];
}

/**
 * Sets a desk up: makes the vault, enrols its first person, pins the roster root and gives the desk its age identity.
 * @throws Refusal `marking.*` for the ceiling, `crypto.key-malformed` for the root, `vault.exists`, `vault.disk-full`; the
 * folder is empty again then
 */
export async function initDesk(order: NewDesk): Promise<MadeDesk> {
  const ceiling = renderBanner(parseBanner(order.workstation.ceiling));
  const rootKeys = publicKeysFromPem(order.rootPem);
  if (rootKeys.length === 0) {
    throw new Refusal('crypto.key-malformed', 'The root file holds no public key.', {
      remedy: "Give the roster authority's public key in PEM.",
    });
  }
  const at = toInstant(order.clock());
  const age = await generateAgeIdentity(order.postQuantum ? 'hybrid' : 'x25519');
  const { custodian, workstation } = order;
  const secrets = await newSecrets(order.postQuantum);
  try {
    const custodianCard = cardOfPerson(custodian, secrets, at);
    const deskCard = makeCard(
      {
        name: workstation.name,
        organization: workstation.organization,
        kind: 'desk',
        ageRecipients: [age.recipient],
        createdAt: at,
      },
      secrets.signingKeys,
    );
    const fill = (vault: Vault) => {
      const desk: Desk = { vault, actor: custodian.person, clock: order.clock };
      recorded(desk, (db) => {
        addDeskIdentity(db, { recipient: age.recipient, identity: age.text }, at);
        addPerson(db, {
          id: custodian.person,
          name: custodian.name,
          organization: custodian.organization,
          agency: null,
          card: custodianCard,
          cardDigest: sha384(custodianCard),
          enrolledBy: null,
          enrolledAt: at,
        });
        const settings: readonly (readonly [SettingName, unknown])[] = [
          ['desk.name', workstation.name],
          ['desk.organization', workstation.organization],
          ['desk.card', new TextDecoder().decode(deskCard)],
          ['ceiling', ceiling],
          ['witness.required', workstation.twoPersonRule],
          ['roster.root', order.rootPem],
        ];
        for (const [name, value] of settings) putSetting(db, { name, value, by: custodian.person, at });
        const keyIds = secrets.signingKeys.map(({ publicKey }) => publicKey.keyId);
        return {
          result: undefined,
          events: [
            {
              act: 'vault.created',
              subject: vault.vaultId,
              detail: { vaultId: vault.vaultId, software: `${SOFTWARE.name} ${SOFTWARE.version}` },
            },
            { act: 'person.enrolled', subject: custodian.person, detail: { personId: custodian.person, keyIds } },
            { act: 'root.pinned', subject: 'roster.root', detail: { keyIds: rootKeys.map(({ keyId }) => keyId) } },
          ],
        };
      });
    };
    const vault = createVault(
      order.folder,
      { person: custodian.person, passphrase: custodian.passphrase, secrets },
      {
        now: order.clock(),
        fill,
        lendKey: order.lendKey,
        ...(order.strength === undefined ? {} : { strength: order.strength }),
      },
    );
    return {
      vault,
      deskCard,
      custodianCard,
      recipient: age.recipient,
      rootFingerprints: rootKeys.map(({ keyId }) => fingerprintWords(keyId)),
      custodianFingerprints: secrets.signingKeys.map(({ publicKey }) => fingerprintWords(publicKey.keyId)),
    };
  } finally {
    for (const key of secrets.signingKeys) key.wipe();
  }
}
