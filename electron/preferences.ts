import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { z } from 'zod';
import { type Preferences, preferences } from '../desk/contract/session.ts';

const kept = z.strictObject({ vaultFolder: z.string().nullable(), preferences });
type Kept = z.output<typeof kept>;

const FRESH: Kept = {
  vaultFolder: null,
  preferences: { theme: 'system', density: 'compact', lockMinutes: 10 },
};

/** How the window looks, when it locks, and where the vault lay last: one small file outside the vault, without secrets. */
export class PreferenceFile {
  readonly #path: string;
  #kept: Kept;

  constructor(path: string) {
    this.#path = path;
    this.#kept = read(path);
  }

  get preferences(): Preferences {
    return this.#kept.preferences;
  }

  get vaultFolder(): string | null {
    return this.#kept.vaultFolder;
  }

  change(change: Partial<Preferences>): Preferences {
    this.#keep({ ...this.#kept, preferences: { ...this.#kept.preferences, ...change } });
    return this.#kept.preferences;
  }

  rememberVault(folder: string): void {
    this.#keep({ ...this.#kept, vaultFolder: folder });
  }

  #keep(next: Kept): void {
    this.#kept = next;
    try {
      mkdirSync(dirname(this.#path), { recursive: true, mode: 0o700 });
      writeFileSync(`${this.#path}.new`, `${JSON.stringify(next, null, 2)}\n`, { mode: 0o600 });
      renameSync(`${this.#path}.new`, this.#path);
    } catch {
      // A place that takes no writes costs the person their theme, not their work.
    }
  }
}

function read(path: string): Kept {
  try {
    const parsed = kept.safeParse(JSON.parse(readFileSync(path, 'utf8')));
    return parsed.success ? parsed.data : FRESH;
  } catch {
    return FRESH;
  }
}
