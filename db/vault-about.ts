import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { isRefusal, Refusal } from '../core/failure.ts';
import { parseStrictJson } from '../core/json/strict.ts';
import { replaceFile } from './atomic-file.ts';
import type { VaultFolder } from './folder.ts';
import { inWords } from './sqlite-failure.ts';

const FORMAT = 'scrutineer-vault/v1';
const file = z.object({
  format: z.string().startsWith('scrutineer-vault/v'),
  vaultId: z.uuid(),
  createdAt: z.string(),
});

/** The content of `vault.json`: what may be known of a vault before it is unlocked. No secret. */
export interface VaultAbout {
  readonly vaultId: string;
  readonly createdAt: string;
}

export function writeAbout(folder: VaultFolder, about: VaultAbout): void {
  replaceFile(folder.about, `${JSON.stringify({ format: FORMAT, ...about }, null, 2)}\n`);
}

/** @throws Refusal `vault.not-a-vault`, `vault.read-only` where this account may not read it, or `vault.newer` where a later program laid the folder out */
export function readAbout(folder: VaultFolder): VaultAbout {
  const not = (cause?: unknown) =>
    new Refusal('vault.not-a-vault', 'There is no vault in this folder.', {
      where: folder.path,
      remedy: 'Name the folder that `scrutineer vault init` made.',
      cause,
    });
  let value: unknown;
  try {
    value = parseStrictJson(readFileSync(folder.about), { maxBytes: 65_536 });
  } catch (cause) {
    const told = inWords(cause, folder.about);
    throw isRefusal(told, 'vault.read-only') ? told : not(cause);
  }
  const read = file.safeParse(value);
  if (!read.success) throw not(read.error);
  if (read.data.format !== FORMAT) {
    throw new Refusal('vault.newer', 'This vault was laid out by a newer program.', {
      where: folder.path,
      remedy: 'Open it with the newer program that last used it. Nothing was changed.',
    });
  }
  return { vaultId: read.data.vaultId, createdAt: read.data.createdAt };
}
