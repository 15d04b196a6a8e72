import { closeSync, openSync, readFileSync, readSync } from 'node:fs';

/** Mappings larger than this are reserved addresses of the engine, with hardly anything in them. */
const LARGEST = 1 << 30;

/**
 * Looks for bytes in the memory of a process.
 * @returns how often they stand there, or undefined where the system does not let one process look into another
 */
export function countInMemory(pid: number, wanted: Uint8Array): number | undefined {
  let memory: number;
  try {
    memory = openSync(`/proc/${pid}/mem`, 'r');
  } catch {
    return undefined;
  }
  try {
    let found = 0;
    for (const line of readFileSync(`/proc/${pid}/maps`, 'utf8').split('\n')) {
      const [, from = '', to = ''] = /^([0-9a-f]+)-([0-9a-f]+) rw/.exec(line) ?? [];
      const start = Number.parseInt(from, 16);
      const size = Number.parseInt(to, 16) - start;
      if (!(size > 0) || size > LARGEST) continue;
      const bytes = Buffer.alloc(size);
      try {
        readSync(memory, bytes, 0, size, start);
      } catch {
        continue; // a mapping that went, or that nobody may read
      }
      for (let at = bytes.indexOf(wanted); at !== -1; at = bytes.indexOf(wanted, at + 1)) found += 1;
    }
    return found;
  } finally {
    closeSync(memory);
  }
}
