import { type FileHandle, open } from 'node:fs/promises';

/** Takes the next bytes of an output; they must not change until it returns (or its promise settles). */
export type Write = (bytes: Uint8Array) => Promise<void> | void;

export interface FileSink {
  readonly write: Write;
  /** Bytes taken so far. */
  size(): number;
  /** Writes what is left and closes the file. */
  close(): Promise<void>;
}

const BLOCK = 1 << 20;

/** Opens (and empties) a file for writing in blocks of 1 MiB, whatever the size of the pieces. */
export async function fileSink(path: string): Promise<FileSink> {
  const file: FileHandle = await open(path, 'w');
  const block = Buffer.alloc(BLOCK);
  let used = 0;
  let total = 0;
  const flush = async (): Promise<void> => {
    if (used > 0) await file.write(block, 0, used);
    used = 0;
  };
  return {
    write(bytes) {
      total += bytes.length;
      if (used + bytes.length <= BLOCK) {
        block.set(bytes, used);
        used += bytes.length;
        return;
      }
      return flush().then(async () => {
        if (bytes.length > BLOCK) {
          await file.writeFile(bytes);
        } else {
          block.set(bytes, 0);
          used = bytes.length;
        }
      });
    },
    size: () => total,
    async close() {
      await flush();
      await file.close();
    },
  };
}

/** Gathers an output in memory; for small logs in tests. */
export function memorySink(): { readonly write: Write; bytes(): Uint8Array } {
  const parts: Uint8Array[] = [];
  return {
    write: (bytes) => {
      parts.push(bytes.slice());
    },
    bytes: () => Buffer.concat(parts),
  };
}
