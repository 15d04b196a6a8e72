import { fileSource } from '../core/bytes/source.ts';
import { fingerprintWords } from '../core/crypto/fingerprint.ts';
import { publicKeysFromPem } from '../core/crypto/public-key.ts';
import { cryptoReady } from '../core/crypto/ready.ts';
import { wipe } from '../core/crypto/wipe.ts';
import { renderBanner } from '../core/marking/marking.ts';
import { VAULT_KEY_BYTES } from '../db/connection.ts';
import { getDraft } from '../db/repositories/draft.ts';
import { listPersons } from '../db/repositories/person.ts';
import { getSetting } from '../db/repositories/setting.ts';
import { lastUnlock } from '../db/repositories/unlock.ts';
import type { LendKey, Vault } from '../db/vault.ts';
import { proveWitness } from '../desk/import-bundle.ts';
import { initDesk } from '../desk/init-desk.ts';
import { keepDraft } from '../desk/keep-draft.ts';
import { listCases } from '../desk/list-cases.ts';
import { bannerRead, readTogether } from '../desk/marking-profile.ts';
import { openDesk } from '../desk/open-desk.ts';
import { requireStrongPassphrase } from '../desk/passphrase-rule.ts';
import { lockMinutes } from '../desk/settings.ts';
import { rolesOf } from '../desk/standing.ts';
import { lockedRefusal } from './locked-refusal.ts';
import type { About, Asking, DeskAsk, Unlocked } from './worker-protocol.ts';
import { deskOf, Moving, performOn, personIdOf, progressTeller, serve, withSecrets } from './worker-seat.ts';

// The thread that holds the vault. Its end is the lock: the keys of the open database live nowhere else.

type Of<Kind> = Extract<DeskAsk, { readonly kind: Kind }>;

const LARGEST_ROOT = 20_000;
let vault: Vault | undefined;

function held(): Vault {
  if (vault !== undefined) return vault;
  throw lockedRefusal();
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

function unlocked(open: Vault, swept: boolean): Omit<Unlocked, 'key'> {
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

/** Opens or makes a vault; the answer takes a copy of its key along, for the second worker. */
async function lendingKey(work: (lendKey: LendKey) => Promise<Omit<Unlocked, 'key'>>): Promise<Moving> {
  // Over a buffer of its own: the engine would keep a small array among its objects, and moving it would leave a copy there.
  const key = new Uint8Array(new ArrayBuffer(VAULT_KEY_BYTES));
  try {
    const answer: Unlocked = { ...(await work((lent) => key.set(lent))), key };
    return new Moving(answer, [key]);
  } catch (error) {
    wipe(key);
    throw error;
  }
}

function closeHeld(): void {
  vault?.close();
  vault = undefined;
}

async function unlock(ask: Of<'unlock'>, lendKey: LendKey): Promise<Omit<Unlocked, 'key'>> {
  closeHeld();
  const person = personIdOf(ask.personId);
  const opened = openDesk(ask.folder, { person, passphrase: ask.passphrase }, Date.now, lendKey);
  vault = opened.desk.vault;
  return unlocked(vault, opened.swept);
}

async function init({ order, passphrase }: Of<'init'>, lendKey: LendKey) {
  closeHeld();
  const { folder, workstation, custodian, rootPem, postQuantum } = order;
  requireStrongPassphrase(passphrase);
  const made = await initDesk({
    folder,
    workstation,
    custodian: {
      person: personIdOf(custodian.personId),
      name: custodian.name,
      organization: custodian.organization,
      passphrase,
    },
    rootPem,
    postQuantum,
    clock: Date.now,
    lendKey,
  });
  vault = made.vault;
  const text = new TextDecoder();
  return {
    ...unlocked(vault, false),
    deskCard: text.decode(made.deskCard),
    custodianCard: text.decode(made.custodianCard),
    fingerprints: made.custodianFingerprints,
  };
}

async function answer(ask: Asking<DeskAsk>): Promise<unknown> {
  await cryptoReady();
  switch (ask.kind) {
    case 'unlock':
      return lendingKey((lendKey) => unlock(ask, lendKey)).finally(() => wipe(ask.passphrase));
    case 'init':
      return lendingKey((lendKey) => init(ask, lendKey)).finally(() => wipe(ask.passphrase));
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
