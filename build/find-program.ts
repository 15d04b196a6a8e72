import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/**
 * @param before folders to look into before those of the PATH
 * @returns the path of a program, or undefined where it is not installed
 */
export function findProgram(name: string, before: readonly string[] = []): string | undefined {
  const folders = [...before, ...(process.env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '')];
  return folders.map((folder) => join(folder, name)).find(isExecutable);
}
