import { fileSource } from '../core/bytes/source.ts';
import { fingerprintWords } from '../core/crypto/fingerprint.ts';
import { publicKeysFromPem } from '../core/crypto/public-key.ts';
import { cryptoReady } from '../core/crypto/ready.ts';
import { wipe } from '../core/crypto/wipe.ts';
import { Refusal } from '../core/failure.ts';
import { renderBanner } from '../core/marking/marking.ts';
import { getDraft } from '../db/repositories/draft.ts';
import { listPersons } from '../db/repositories/person.ts';
import { getSetting } from '../db/repositories/setting.ts';
import { lastUnlock } from '../db/repositories/unlock.ts';
import type { Vault } from '../db/vault.ts';
import { proveWitness } from '../desk/import-bundle.ts';
import { initDesk } from '../desk/init-desk.ts';
import { keepDraft } from '../desk/keep-draft.ts';
import { listCases } from '../desk/list-cases.ts';
import { bannerRead, readTogether } from '../desk/marking-profile.ts';
import { openDesk } from '../desk/open-desk.ts';
import { requireStrongPassphrase } from '../desk/passphrase-rule.ts';
import { lockMinutes } from '../desk/settings.ts';
import { rolesOf } from '../desk/standing.ts';
import type { About, Asking, DeskAsk, Unlocked } from './worker-protocol.ts';
import { deskOf, performOn, personIdOf, progressTeller, serve, withSecrets } from './worker-seat.ts';

// The thread that holds the vault. Its end is the lock: the keys of the open database live nowhere else.

const LARGEST_ROOT = 20_000;
let vault: Vault | undefined;

function held(): Vault {
  if (vault !== undefined) return vault;
  throw new Refusal('shell.locked', 'The desk is locked.', { remedy: 'Unlock it first.' });
}

function about(open: Vault): About {
  const desk = deskOf(open);
  const persons = listPersons(open.db).filter(({ removedAt }) => removedAt === null);
  return {
    name: String(getSetting(open.db, 'desk.name')),
    person: {
      personId: open.person,
      name: persons.find(({ id }) => id === open.person)?.name ?? open.person,
      roles: [...rolesOf(desk, open.person)],
    },
    persons: persons.map(({ id, name }) => ({ personId: id, name })),
    marking: '',
  };
}

/** The marking of everything on the desk together; UNCLASSIFIED while it holds nothing. */
async function markingOf(open: Vault): Promise<string> {
  const cases = await listCases.run(deskOf(open), {});
  return cases.length === 0
    ? 'UNCLASSIFIED'
    : renderBanner(
        readTogether(
          open.db,
          [...new Set(cases.map(({ marking }) => marking))].map((text) => bannerRead(text)),
        ),
      );
}

function unlocked(open: Vault, swept: boolean): Unlocked {
  return {
    person: about(open).person,
    failuresBefore: open.failuresBefore,
    lastUnlock: lastUnlock(open.db, open.person)?.at ?? null,
    swept,
    lockMinutes: lockMinutes(open.db),
    ticket: open.ticket,
    vaultId: open.vaultId,
  };
}

function closeHeld(): void {
  vault?.close();
  vault = undefined;
}

async function answer(ask: Asking<DeskAsk>): Promise<unknown> {
  await cryptoReady();
  switch (ask.kind) {
    case 'unlock':
      try {
        closeHeld();
        const person = personIdOf(ask.personId);
        const opened = openDesk(ask.folder, { person, passphrase: ask.passphrase });
        vault = opened.desk.vault;
        return unlocked(vault, opened.swept);
      } finally {
        wipe(ask.passphrase);
      }
    case 'init':
      try {
        closeHeld();
        const { folder, workstation, custodian, rootPem, postQuantum } = ask.order;
        requireStrongPassphrase(ask.passphrase);
        const made = await initDesk({
          folder,
          workstation,
          custodian: {
            person: personIdOf(custodian.personId),
            name: custodian.name,
            organization: custodian.organization,
            passphrase: ask.passphrase,
          },
          rootPem,
          postQuantum,
          clock: Date.now,
        });
        vault = made.vault;
        const text = new TextDecoder();
        return {
          ...unlocked(vault, false),
          deskCard: text.decode(made.deskCard),
          custodianCard: text.decode(made.custodianCard),
          fingerprints: made.custodianFingerprints,
        };
      } finally {
        wipe(ask.passphrase);
      }
    case 'perform':
      return performOn({ ...deskOf(held()), onProgress: progressTeller(ask.name) }, ask.name, ask.input, ask.secrets);
    case 'about': {
      const open = held();
      return { ...about(open), marking: await markingOf(open) };
    }
    case 'read-root':
      return readRoot(ask.path);
    case 'prove-witness':
      await withSecrets(deskOf(held()), ask.secrets, proveWitness);
      return {};
    case 'save-draft':
      return { kept: await keepDraft(deskOf(held()), ask.draft) };
    case 'read-draft': {
      const { db, person } = held();
      const draft = getDraft(db, person, ask.key);
      return {
        text: typeof draft?.value === 'string' ? draft.value : null,
        savedAt: draft?.savedAt ?? null,
      };
    }
    case 'close':
      closeHeld();
      return {};
  }
}

async function readRoot(path: string) {
  const source = await fileSource(path); // a device or a pipe would never end
  const pem = await source
    .read(0, Math.min(source.size, LARGEST_ROOT))
    .then((bytes) => new TextDecoder().decode(bytes))
    .finally(() => source.close());
  const keys = publicKeysFromPem(pem);
  return { fingerprints: keys.map(({ algorithm, keyId }) => ({ algorithm, words: fingerprintWords(keyId) })), pem };
}

serve<DeskAsk>(answer);
