import { isAbsolute, relative, resolve } from 'node:path';
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

  add(...paths: readonly string[]): void {
    for (const path of paths) this.#chosen.add(resolve(path));
  }

  /** @returns whether a path was chosen, or lies in a folder that was. */
  covers(path: string): boolean {
    if (!isAbsolute(path) || path.includes('\0')) return false;
    const asked = resolve(path);
    for (const chosen of this.#chosen) {
      const way = relative(chosen, asked);
      if (way === '' || (!way.startsWith('..') && !isAbsolute(way))) return true;
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

  /** Checks the paths in the input of a use case. */
  requireOf(name: UseCaseName, input: unknown): void {
    if (typeof input !== 'object' || input === null) return;
    for (const field of PATH_FIELDS[name] ?? []) {
      const value: unknown = Object.hasOwn(input, field) ? Reflect.get(input, field) : undefined;
      const paths = Array.isArray(value) ? value : [value];
      this.require(...paths.filter((path): path is string => typeof path === 'string'));
    }
  }
}
