import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { Refusal } from '../failure.ts';

/**
 * Bytes that can be read at any offset: a file, a buffer, a member inside a sealed bundle. Readers built on it never
 * need the whole at once.
 */
export interface ByteSource {
  /** Length in bytes. */
  readonly size: number;
  /**
   * @param offset first byte, 0-based
   * @param length how many bytes; offset + length must not pass `size`
   * @returns exactly `length` bytes; the caller owns them
   * @throws Refusal `bytes.short` where the range passes the end
   */
  read(offset: number, length: number): Promise<Uint8Array>;
}

/** A source with something to close. */
export interface ClosableSource extends ByteSource {
  close(): Promise<void>;
}

function checkRange(size: number, offset: number, length: number): void {
  if (
    !Number.isSafeInteger(offset) ||
    !Number.isSafeInteger(length) ||
    offset < 0 ||
    length < 0 ||
    offset + length > size
  ) {
    throw new Refusal('bytes.short', `A read of ${length} bytes at ${offset} passes the end at ${size}.`);
  }
}

/** @returns the buffer as a source; reads are copies, so that the caller may wipe them. */
export function memorySource(bytes: Uint8Array): ByteSource {
  return {
    size: bytes.length,
    async read(offset, length) {
      checkRange(bytes.length, offset, length);
      return bytes.slice(offset, offset + length);
    },
  };
}

/** @returns a window of `length` bytes of another source, starting at `offset`. */
export function sliceSource(source: ByteSource, offset: number, length: number): ByteSource {
  checkRange(source.size, offset, length);
  return {
    size: length,
    async read(at, count) {
      checkRange(length, at, count);
      return source.read(offset + at, count);
    },
  };
}

/**
 * Opens a file for reading at any offset. The size is taken once, at opening.
 * @throws Refusal `bytes.unreadable` where the file is not there, not a regular file, or may not be read
 */
export async function fileSource(path: string): Promise<ClosableSource> {
  let handle: FileHandle;
  try {
    // Without waiting: a named pipe that nobody writes to would never open. Windows has neither.
    handle = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  } catch (cause) {
    throw new Refusal('bytes.unreadable', 'The file cannot be opened for reading.', {
      where: path,
      remedy: 'Check that the file is there and that you may read it.',
      cause,
    });
  }
  const stat = await handle.stat();
  if (!stat.isFile()) {
    await handle.close();
    throw new Refusal('bytes.unreadable', 'This is not a regular file.', {
      where: path,
      remedy: 'Give a file, not a folder or a device.',
    });
  }
  const size = stat.size;
  return {
    size,
    async read(offset, length) {
      checkRange(size, offset, length);
      const into = new Uint8Array(length);
      let got = 0;
      while (got < length) {
        const { bytesRead } = await handle.read(into, got, length - got, offset + got);
        if (bytesRead === 0)
          throw new Refusal('bytes.short', 'The file became shorter while it was read.', { where: path });
        got += bytesRead;
      }
      return into;
    },
    async close() {
      await handle.close();
    },
  };
}
