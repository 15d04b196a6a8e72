import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { INTERACTIVE } from '../../../core/crypto/passphrase.ts';
import { publicKeysFromPem } from '../../../core/crypto/public-key.ts';
import { requireRoster, signRoster } from '../../../core/identity/roster.ts';
import { toInstant } from '../../../core/instant.ts';
import { changePassphrase } from '../../../db/enrolment.ts';
import { importBundle } from '../../../desk/import-bundle.ts';
import { importRoster } from '../../../desk/import-roster.ts';
import { perform } from '../../../desk/use-case.ts';
import { BENCHMARKS, MODELS } from '../../../sample/generator/benchmarks.ts';
import { writeLogFile } from '../../../sample/generator/suite.ts';
import { sealFiles } from '../../desk-world/bundles.ts';
import { CAST, passphraseOf } from '../../desk-world/people.ts';
import { makeWorld, type World } from '../../desk-world/world.ts';

/** How full the desk is. */
export interface DeskSizes {
  readonly cases: number;
  /** Samples of the one case that is large. */
  readonly samples: number;
}

/** A vault with many cases, one of them large, and somebody who may import and review. */
export interface FullDesk {
  readonly folder: string;
  readonly vault: string;
  readonly personId: string;
  readonly passphrase: string;
  /** The model of the large case, by which a person finds it. */
  readonly largeModel: string;
  readonly largeCaseId: string;
  readonly samples: number;
  /** Seals logs into a bundle that the desk has not seen. @returns its path */
  sealNext(logs: readonly string[]): Promise<string>;
  /** @returns the path of a fresh copy of the vault, to be removed by the caller */
  copy(): string;
  dispose(): void;
}

const LARGE = { model: 'longshore-9', key: 'fathomworks/longshore-9' };
const PRODUCERS = ['Fathomworks', 'Halden', 'Ostrava Systems', 'Quill & Vane', 'Tern'];

/**
 * Fills a vault through the use cases: every case by a sealed bundle of its own with generated logs.
 * @param say told what is being made, in words
 */
export async function makeFullDesk({ cases, samples }: DeskSizes, say: (words: string) => void): Promise<FullDesk> {
  const world = await makeWorld({ bundles: false, ceiling: 'UNCLASSIFIED' });
  const { folder, vault, vaultPath } = world;
  await letReviewerImport(world);
  // Whoever unlocks does it at the strength that stands in the program for small machines.
  changePassphrase(
    vault.folder,
    { person: CAST.rita.id, passphrase: passphraseOf('rita') },
    passphraseOf('rita'),
    toInstant(world.now),
    { strength: INTERACTIVE },
  );
  let sequence = 0;
  const seal = async (logs: readonly string[], about: { developer: string; model: string; caseKey: string }) => {
    sequence += 1;
    const path = join(folder, `bundle-${sequence}.seb`);
    await sealFiles(
      {
        path,
        key: world.labKey,
        recipients: [world.recipient],
        now: world.now,
        sequence,
        role: 'candidate',
        changes: { case: { ...about, version: '2026-09-01', role: 'candidate' } },
      },
      logs.map((log) => ({ path: log, name: `logs/${basename(log)}`, role: 'inspect-log' as const })),
    );
    return path;
  };
  const take = async (path: string): Promise<string> => {
    const { ok, caseId, steps } = await perform(importBundle, world.as('rita'), { path });
    if (!ok || caseId === null) throw new Error(`a bundle was not taken: ${JSON.stringify(steps)}`);
    rmSync(path);
    return caseId;
  };
  const shared = { benchmark: BENCHMARKS.triage, model: MODELS.candidate, epochs: 1 };

  mkdirSync(join(folder, 'logs'));
  for (let at = 1; at < cases; at += 1) {
    const written = await writeLogFile(join(folder, 'logs'), { ...shared, seed: `case-${at}`, samples: 4 });
    const model = `model-${String(at).padStart(3, '0')}`;
    const developer = PRODUCERS[at % PRODUCERS.length] ?? 'Tern';
    world.now += 60_000;
    await take(await seal([written.path], { developer, model, caseKey: `lab/${model}` }));
    rmSync(written.path);
    if (at % 50 === 0) say(`${at} cases are on the desk`);
  }
  say(`writing a log of ${samples} samples`);
  const large = await writeLogFile(join(folder, 'logs'), { ...shared, seed: 'large', samples });
  const order = { developer: 'Fathomworks', model: LARGE.model, caseKey: LARGE.key };
  const largeBundle = await seal([large.path], order);
  rmSync(large.path);
  say(`importing ${samples} samples`);
  const largeCaseId = await take(largeBundle);
  world.vault.close();

  let copies = 0;
  return {
    folder,
    vault: vaultPath,
    personId: CAST.rita.id,
    passphrase: new TextDecoder().decode(passphraseOf('rita')),
    largeModel: LARGE.model,
    largeCaseId,
    samples,
    sealNext: (logs) =>
      seal(logs, { developer: 'Fathomworks', model: 'incoming-1', caseKey: 'fathomworks/incoming-1' }),
    copy() {
      copies += 1;
      const path = join(folder, `vault-${copies}`);
      cpSync(vaultPath, path, { recursive: true });
      return path;
    },
    dispose: () => world.dispose(),
  };
}

/** A roster in which the reviewer may also bring media in, so that one person can read and type while it runs. */
async function letReviewerImport(world: World): Promise<void> {
  const root = publicKeysFromPem(world.rootPem);
  const { roster } = requireRoster(readFileSync(world.rosterPath), root, toInstant(world.now));
  const persons = roster.persons.map((person) =>
    person.personId === CAST.rita.id ? { ...person, roles: [...person.roles, 'transfer-agent' as const] } : person,
  );
  const path = join(world.folder, 'roster-2.dsse.json');
  writeFileSync(path, signRoster({ ...roster, persons, sequence: roster.sequence + 1 }, [world.root]));
  await perform(importRoster, world.as('cora'), { path });
}
