import { readdirSync } from 'node:fs';
import type { Sha384 } from '../core/brand.ts';
import { counted } from '../core/counted.ts';
import { sha384 } from '../core/crypto/digest.ts';
import type { CheckStep } from '../core/envelope/checklist.ts';
import { isRefusal } from '../core/failure.ts';
import { digestOf, openSealed, readShelfName, type Shelf } from './evidence.ts';
import type { VaultFolder } from './folder.ts';
import { connectionOf, type ReadableDb } from './handle.ts';
import { readKeyslots } from './keyslots.ts';
import { schemaText } from './migrate.ts';
import { listBundles } from './repositories/bundle.ts';
import { listQuarantine } from './repositories/quarantine.ts';
import { SCHEMA_DIGEST } from './schema-digest.ts';
import { inWords } from './sqlite-failure.ts';

export interface VaultCheckOptions {
  readonly signal?: AbortSignal;
  /** Told how many sealed files were read so far, and how many there are. */
  readonly onProgress?: (done: number, total: number) => void;
}

/**
 * Checks a whole open vault: every page of the database, its structure and references, every sealed file against its
 * digest, and the keyslots. The audit chain is `core/audit`'s to verify; the desk adds it.
 * @returns the checklist in order; it never throws for what it finds
 */
export async function checkVault(
  folder: VaultFolder,
  db: ReadableDb,
  vaultId: string,
  options: VaultCheckOptions = {},
): Promise<CheckStep[]> {
  const steps: CheckStep[] = [pages(db), structure(db), references(db), schema(db), keyslots(folder, vaultId)];
  const evidence = new Set(listBundles(db).map((bundle) => bundle.sealedDigest));
  const quarantine = new Set(listQuarantine(db).map((entry) => entry.sealedDigest));
  const total = evidence.size + quarantine.size;
  let done = 0;
  const each = () => options.onProgress?.(++done, total);
  steps.push(...(await shelf(folder, 'evidence', evidence, each, options.signal)));
  steps.push(...(await shelf(folder, 'quarantine', quarantine, each, options.signal)));
  return steps;
}

const passed = (step: string, detail: string): CheckStep => ({ step, outcome: 'passed', code: null, detail });

/** SQLite3MC decrypts and authenticates every page on the way to `integrity_check`; a bad one ends it with an error. */
function pages(db: ReadableDb): CheckStep {
  const step = 'every page authenticates';
  try {
    const count = Number(connectionOf(db).pragma('page_count', { simple: true }));
    // Reads each table and index from end to end, so that no page stays unread.
    connectionOf(db).pragma('integrity_check(1)');
    return passed(step, counted(count, 'page'));
  } catch (error) {
    const words = inWords(error);
    const detail = isRefusal(words) ? words.message : 'The database could not be read to its end.';
    return { step, outcome: 'failed', code: 'vault.torn', detail };
  }
}

function structure(db: ReadableDb): CheckStep {
  const step = 'the database is whole';
  try {
    const rows = connectionOf(db).prepare<[], { integrity_check: string }>('PRAGMA integrity_check(20)').all();
    const faults = rows.map((row) => row.integrity_check).filter((line) => line !== 'ok');
    if (faults.length === 0) return passed(step, 'Every page and index of the database was read and holds.');
    return { step, outcome: 'failed', code: 'vault.torn', detail: `${counted(faults.length, 'fault')}: ${faults[0]}` };
  } catch {
    return { step, outcome: 'not-checked', code: null, detail: 'A page could not be read.' };
  }
}

function references(db: ReadableDb): CheckStep {
  const step = 'no row points nowhere';
  try {
    const rows = connectionOf(db).prepare<[], { table: string }>('PRAGMA foreign_key_check').all();
    if (rows.length === 0) return passed(step, 'PRAGMA foreign_key_check is empty');
    const tables = [...new Set(rows.map((row) => row.table))].join(', ');
    return { step, outcome: 'failed', code: 'vault.torn', detail: `${counted(rows.length, 'row')}, in: ${tables}` };
  } catch {
    return { step, outcome: 'not-checked', code: null, detail: 'A page could not be read.' };
  }
}

/** Whoever writes past the triggers has to take them away first, and a changed view would hide rows that are all there. */
function schema(db: ReadableDb): CheckStep {
  const step = 'the schema is the one of this program';
  try {
    if (sha384(new TextEncoder().encode(schemaText(db))) === SCHEMA_DIGEST) {
      return passed(step, 'every table, view, index and trigger');
    }
    const detail = 'A table, view, index or trigger was changed, added or taken away.';
    return { step, outcome: 'failed', code: 'vault.schema-changed', detail };
  } catch {
    return { step, outcome: 'not-checked', code: null, detail: 'A page could not be read.' };
  }
}

function keyslots(folder: VaultFolder, vaultId: string): CheckStep {
  const step = 'the keyslots can be read';
  try {
    const found = readKeyslots(folder);
    if (found.vaultId === vaultId) return passed(step, counted(found.slots.length, 'slot'));
    return { step, outcome: 'failed', code: 'vault.keyslots-torn', detail: 'keyslots.json is of another vault.' };
  } catch (error) {
    const detail = isRefusal(error) ? error.message : 'keyslots.json could not be read.';
    return { step, outcome: 'failed', code: 'vault.keyslots-torn', detail };
  }
}

async function shelf(
  folder: VaultFolder,
  name: Shelf,
  known: ReadonlySet<Sha384>,
  each: () => void,
  signal: AbortSignal | undefined,
): Promise<CheckStep[]> {
  const steps: CheckStep[] = [];
  for (const digest of known) {
    const fault = await sealedFault(folder, name, digest, signal);
    if (fault) steps.push(fault);
    each();
  }
  const whole = `every file in ${name}/ is as received`;
  if (steps.length === 0) steps.push(passed(whole, counted(known.size, 'file')));
  for (const entry of readdirSync(folder[name])) {
    const what = readShelfName(entry);
    if (what.kind === 'sealed' && known.has(what.digest)) continue;
    steps.push({
      step: `nothing besides lies in ${name}/`,
      outcome: 'warning',
      code: 'vault.evidence-unknown',
      // A name that is no digest is not repeated: it may be anything.
      detail:
        what.kind === 'sealed' ? `${entry} is of no bundle of this vault` : 'a file that this program did not keep',
    });
  }
  return steps;
}

async function sealedFault(
  folder: VaultFolder,
  name: Shelf,
  digest: Sha384,
  signal: AbortSignal | undefined,
): Promise<CheckStep | undefined> {
  const step = `every file in ${name}/ is as received`;
  try {
    const source = await openSealed(folder, name, digest);
    try {
      if ((await digestOf(source, signal)) === digest) return undefined;
      return { step, outcome: 'failed', code: 'vault.evidence-torn', detail: `${digest}.seb is not what was received` };
    } finally {
      await source.close();
    }
  } catch (error) {
    if (isRefusal(error, 'vault.evidence-missing')) {
      return { step, outcome: 'failed', code: 'vault.evidence-missing', detail: `${digest}.seb is not there` };
    }
    if (isRefusal(error, 'cancelled')) throw error;
    return { step, outcome: 'failed', code: 'vault.evidence-torn', detail: `${digest}.seb cannot be read` };
  }
}
