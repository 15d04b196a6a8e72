import { realpathSync } from 'node:fs';
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { Refusal } from '../core/failure.ts';
import type { UseCaseName } from '../desk/contract.ts';

/** The fields of a use case's input that name a place on the disk. A test holds this list against the contract. */
export const PATH_FIELDS: { readonly [Name in UseCaseName]?: readonly string[] } = {
  importRoster: ['path'],
  importPolicy: ['path'],
  importBundle: ['path'],
  recordScore: ['attachment'],
  showDecisionFile: ['path'],
  signDecisionFile: ['path', 'folder'],
  receivePositions: ['paths'],
  exportDecision: ['folder'],
  verifyAudit: ['checkpoints'],
  exportAudit: ['folder'],
};

/**
 * The files and folders that a person chose in a dialog, dropped on the window, or named when starting the program. The
 * window may name no other: a page that was taken over reads and writes nothing that nobody pointed at.
 */
export class ChosenPaths {
  readonly #chosen = new Set<string>();
  readonly #vaults = new Set<string>();

  add(...paths: readonly string[]): void {
    for (const path of paths) this.#chosen.add(resolve(path));
  }

  /** A vault may be opened by its folder; what lies in it is named by nobody, whatever else was chosen. */
  addVault(path: string): void {
    this.add(path);
    this.#vaults.add(placeOf(resolve(path)));
  }

  #isInVault(path: string): boolean {
    return [...this.#vaults].some((vault) => isWithin(vault, placeOf(path)));
  }

  /** @returns whether a path was chosen, or lies in a folder that was and is no vault. */
  covers(path: string): boolean {
    if (!isAbsolute(path) || path.includes('\0')) return false;
    const asked = resolve(path);
    for (const chosen of this.#chosen) {
      if (asked === chosen) return true;
      if (this.#isInVault(asked)) continue;
      // A link in a chosen folder does not lead out of it.
      if (isWithin(chosen, asked) && isWithin(placeOf(chosen), placeOf(asked))) return true;
    }
    return false;
  }

  /** @throws Refusal `shell.path-not-chosen` */
  require(...paths: readonly string[]): void {
    const stranger = paths.find((path) => !this.covers(path));
    if (stranger === undefined) return;
    throw new Refusal('shell.path-not-chosen', 'Nobody chose this file or folder in a dialog.', {
      where: stranger.slice(0, 200),
      remedy: 'Choose it with the button, or drop it on the window.',
    });
  }

  /**
   * Checks a folder that something is to be written into.
   * @throws Refusal `shell.path-not-chosen`
   */
  requireOutput(folder: string): void {
    this.require(folder);
    if (!this.#isInVault(resolve(folder))) return;
    throw new Refusal('shell.path-not-chosen', 'Nothing is written into the folder of a vault.', {
      where: folder.slice(0, 200),
      remedy: 'Choose another folder, as that of the medium.',
    });
  }

  /** Checks the paths in the input of a use case. */
  requireOf(name: UseCaseName, input: unknown): void {
    if (typeof input !== 'object' || input === null) return;
    for (const field of PATH_FIELDS[name] ?? []) {
      const value: unknown = Object.hasOwn(input, field) ? Reflect.get(input, field) : undefined;
      const paths = Array.isArray(value) ? value : [value];
      const given = paths.filter((path): path is string => typeof path === 'string');
      if (field === 'folder') for (const folder of given) this.requireOutput(folder);
      else this.require(...given);
    }
  }
}

function isWithin(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return !isAbsolute(way) && way !== '..' && !way.startsWith(`..${sep}`);
}

/** Where a path leads when every link on the way is followed; for what is not there yet, where its folder leads. */
function placeOf(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return dirname(path) === path ? path : join(placeOf(dirname(path)), basename(path));
  }
}
