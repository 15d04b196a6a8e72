import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SealedBundle } from '../../core/bundle/seal.ts';
import { sha384 } from '../../core/crypto/digest.ts';
import type { PassphraseStrength } from '../../core/crypto/passphrase.ts';
import { generatePrivateKey, type PrivateKey } from '../../core/crypto/private-key.ts';
import { publicKeyToPem } from '../../core/crypto/public-key.ts';
import { cryptoReady } from '../../core/crypto/ready.ts';
import { parseCard } from '../../core/identity/card.ts';
import { keyRecordOf } from '../../core/identity/key-record.ts';
import type { Role } from '../../core/identity/role.ts';
import { signRoster } from '../../core/identity/roster.ts';
import { toInstant } from '../../core/instant.ts';
import { signPolicy } from '../../core/policy/sign.ts';
import { addKeyslot } from '../../db/enrolment.ts';
import { addPerson, listPersons } from '../../db/repositories/person.ts';
import { type OpenOptions, openVault, type Vault } from '../../db/vault.ts';
import type { Desk } from '../../desk/desk.ts';
import { importPolicy } from '../../desk/import-policy.ts';
import { importRoster } from '../../desk/import-roster.ts';
import { initDesk } from '../../desk/init-desk.ts';
import { cardOfPerson, newSecrets } from '../../desk/person-keys.ts';
import { recorded } from '../../desk/trail.ts';
import { perform } from '../../desk/use-case.ts';
import { cyberSuite, type Suite, type SuiteOptions } from '../../sample/generator/suite.ts';
import { type BundleOrder, LAB, makeBundle } from './bundles.ts';
import { CAST, type Name, type Player, passphraseOf } from './people.ts';
import { POLICY } from './policy.ts';

/** The cheapest derivation that core/crypto admits, so that six persons are enrolled in a second. */
export const QUICK: PassphraseStrength = { opsLimit: 2, memLimit: 19 << 20 };

export interface WorldOptions {
  readonly seed?: string;
  /** Samples of each benchmark and epochs of each sample; 8 and 2 when absent. */
  readonly suite?: Partial<SuiteOptions>;
  readonly twoPersonRule?: boolean;
  readonly ceiling?: string;
  readonly policy?: typeof POLICY;
  /** False leaves the two bundles out, for tests that make their own. True when absent. */
  readonly bundles?: boolean;
  /** When it begins, in milliseconds since 1970; a fixed day of 2026 when absent. */
  readonly now?: number;
  /** Who holds other roles than their own of the cast. */
  readonly roles?: { readonly [Person in Name]?: readonly Role[] };
}

/** What a test asks of a bundle beside what the world knows. */
export type WorldBundle = Pick<BundleOrder, 'sequence' | 'role' | 'logs' | 'table' | 'extra' | 'changes'> & {
  /** The file's name; one by role and sequence when absent. */
  readonly name?: string;
  readonly key?: PrivateKey;
  readonly recipients?: readonly string[];
};

/** A desk in a temporary folder with everything around it: root, lab, people, roster, policy and sealed bundles. */
export interface World {
  readonly folder: string;
  readonly vaultPath: string;
  /** The open vault; another one after `reopen`. */
  readonly vault: Vault;
  readonly root: PrivateKey;
  readonly rootPem: string;
  /** The lab's signing key. */
  readonly labKey: PrivateKey;
  /** What bundles are sealed to. */
  readonly recipient: string;
  readonly rosterPath: string;
  readonly policyPath: string;
  readonly suite: Suite;
  /** Sealed bundles of the suite: the candidate's is number 1, the reference's number 2. */
  readonly candidate: string;
  readonly reference: string;
  /** The world's time in milliseconds since 1970; it stands still unless it is set. */
  now: number;
  /** @returns the desk with this person at it, and with a second person standing by where one is named */
  as(name: Name, second?: Name, more?: Partial<Desk>): Desk;
  /** Seals another bundle of the lab. @returns its path */
  seal(order: WorldBundle): Promise<SealedBundle & { readonly path: string }>;
  /** Closes the vault and opens it again. */
  reopen(options?: OpenOptions): Vault;
  dispose(): void;
}

const START = Date.UTC(2026, 8, 20, 12);

/** Makes a whole world in a temporary folder. Takes some three seconds. */
export async function makeWorld(options: WorldOptions = {}): Promise<World> {
  await cryptoReady();
  const folder = mkdtempSync(join(tmpdir(), 'scrutineer-world-'));
  const vaultPath = join(folder, 'vault');
  const root = generatePrivateKey('ed25519');
  const labKey = generatePrivateKey('ed25519');
  const rootPem = publicKeyToPem(root.publicKey);
  const start = options.now ?? START;
  const suite = cyberSuite({ seed: options.seed ?? 'world', samples: 8, epochs: 2, ...options.suite });
  const made = await initDesk({
    folder: vaultPath,
    workstation: {
      name: 'Desk One',
      organization: 'Review Office',
      ceiling: options.ceiling ?? 'SECRET//NOFORN',
      twoPersonRule: options.twoPersonRule ?? false,
    },
    custodian: {
      person: CAST.cora.id,
      name: CAST.cora.name,
      organization: 'Review Office',
      passphrase: passphraseOf('cora'),
    },
    rootPem,
    postQuantum: false,
    clock: () => start,
    strength: QUICK,
  });
  let vault = made.vault;
  const world: World = {
    folder,
    vaultPath,
    get vault() {
      return vault;
    },
    root,
    rootPem,
    labKey,
    recipient: made.recipient,
    rosterPath: join(folder, 'roster.dsse.json'),
    policyPath: join(folder, 'policy.dsse.json'),
    suite,
    candidate: join(folder, 'candidate-1.seb'),
    reference: join(folder, 'reference-2.seb'),
    now: start,
    as: (name, second, more) => ({
      vault,
      actor: CAST[name].id,
      clock: () => world.now,
      passphrase: passphraseOf(name),
      ...(second === undefined ? {} : { second: { person: CAST[second].id, passphrase: passphraseOf(second) } }),
      ...more,
    }),
    async seal({ name, ...order }) {
      const path = join(folder, name ?? `${order.role}-${order.sequence}.seb`);
      const scratch = join(folder, `logs-${order.role}-${order.sequence}`);
      const common = { key: labKey, recipients: [made.recipient], now: world.now };
      return { path, ...(await makeBundle({ ...common, ...order, path, scratch })) };
    },
    reopen(openOptions) {
      vault.close();
      vault = openVault(vaultPath, { person: CAST.cora.id, passphrase: passphraseOf('cora') }, openOptions);
      return vault;
    },
    dispose() {
      vault.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
  await enrolOthers(world);
  writeRoster(world, options.roles ?? {});
  await perform(importRoster, world.as('cora'), { path: world.rosterPath });
  writeFileSync(world.policyPath, signPolicy(options.policy ?? POLICY, [root]));
  await perform(importPolicy, world.as('cora'), { path: world.policyPath });
  mkdirSync(join(folder, 'out'));
  if (options.bundles !== false) {
    const [table, ...logs] = suite.candidate.toReversed();
    if (table === undefined) throw new Error('the suite has no benchmark');
    await world.seal({ sequence: 1, role: 'candidate', logs: logs.toReversed(), table });
    await world.seal({ sequence: 2, role: 'reference', logs: suite.reference });
  }
  return world;
}

/** What `enrolPerson` does, with keyslots that open in a blink. */
async function enrolOthers(world: World): Promise<void> {
  const others = Object.entries(CAST).filter(([, { id }]) => id !== CAST.cora.id) as [Name, Player][]; // the keys of CAST
  for (const [name, { id, name: fullName, agency }] of others) {
    const secrets = await newSecrets(false);
    const at = toInstant(world.now);
    const card = cardOfPerson({ name: fullName, organization: 'Review Office' }, secrets, at);
    const cora = { person: CAST.cora.id, passphrase: passphraseOf('cora') };
    addKeyslot(world.vault.folder, cora, { person: id, passphrase: passphraseOf(name), secrets }, at, QUICK);
    recorded(world.as('cora'), (db) => {
      addPerson(db, {
        id,
        name: fullName,
        organization: 'Review Office',
        agency: agency ?? null,
        card,
        cardDigest: sha384(card),
        enrolledBy: CAST.cora.id,
        enrolledAt: at,
      });
      return {
        result: undefined,
        events: [{ act: 'person.enrolled', subject: id, detail: { personId: id } }],
      };
    });
  }
}

/** Signs a roster with everybody who is enrolled and with the lab. */
function writeRoster(world: World, roles: NonNullable<WorldOptions['roles']>): void {
  const cast = Object.entries(CAST) as [Name, Player][]; // the keys of CAST
  const persons = listPersons(world.vault.db).map(({ id, name, organization, card }) => {
    const [key, player] = cast.find(([, one]) => one.id === id) ?? [];
    if (key === undefined || player === undefined) throw new Error('somebody is enrolled who is not of the cast');
    return {
      personId: id,
      name,
      organization,
      ...(player.agency === undefined ? {} : { agency: player.agency }),
      roles: roles[key] ?? [player.role],
      keys: parseCard(card).keys.map(keyRecordOf),
      requiredAlgorithms: ['ed25519'],
    };
  });
  const lab = {
    producerId: LAB,
    name: 'Fathomworks',
    organization: 'Fathomworks',
    keys: [keyRecordOf(world.labKey.publicKey)],
    requiredAlgorithms: ['ed25519'],
  };
  const roster = {
    rosterId: 'review-office',
    sequence: 1,
    issuedAt: toInstant(world.now),
    organization: 'Review Office',
    persons,
    producers: [lab],
  };
  writeFileSync(world.rosterPath, signRoster(roster, [world.root]));
}
