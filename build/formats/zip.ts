import { closeSync, openSync, readFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { crc32, deflateRawSync } from 'node:zlib';
import { filesIn } from '../files-in.ts';
import type { Job } from './job.ts';

const LIMIT = 0xffff_ffff; // beyond it a zip needs the 64-bit form; Electron is a tenth of it
const VERSION = 20;
const UTF8_NAMES = 0x0800;
const DEFLATED = 8;
const ON_UNIX = 3 << 8; // who made it, so that modes count
const PLAIN_FILE = 0o100000;

/** @returns date and time as MS-DOS wrote them, in UTC, in the low and high half of 32 bits. */
function dosTime(seconds: number): number {
  const at = new Date(seconds * 1000);
  const date = ((at.getUTCFullYear() - 1980) << 9) | ((at.getUTCMonth() + 1) << 5) | at.getUTCDate();
  const time = (at.getUTCHours() << 11) | (at.getUTCMinutes() << 5) | (at.getUTCSeconds() >> 1);
  return date * 0x10000 + time;
}

/**
 * Puts the files of a folder into a zip, in the order of their names, all of one time.
 * @param folder what to pack
 * @param below what their names begin with: nothing, or a folder with a slash
 * @throws RangeError when it grows beyond 4 GiB
 * @see https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT
 */
export function zipFolder(folder: string, to: string, below: string, time: number): void {
  const file = openSync(to, 'wx', 0o644);
  const directory: Buffer[][] = [];
  let offset = 0;
  const write = (bytes: Uint8Array) => {
    offset += writeSync(file, bytes);
    if (offset > LIMIT) throw new RangeError('the zip is larger than 4 GiB');
  };
  try {
    for (const { path, mode } of filesIn(folder)) {
      const content = readFileSync(join(folder, path));
      const packed = deflateRawSync(content, { level: 9 });
      const name = Buffer.from(`${below}${path}`);
      // What the local header and the directory at the end say alike, from "version needed" to "length of extras".
      const facts = Buffer.alloc(26);
      facts.writeUInt16LE(VERSION, 0);
      facts.writeUInt16LE(UTF8_NAMES, 2);
      facts.writeUInt16LE(DEFLATED, 4);
      facts.writeUInt32LE(dosTime(time), 6);
      facts.writeUInt32LE(crc32(content), 10);
      facts.writeUInt32LE(packed.length, 14);
      facts.writeUInt32LE(content.length, 18);
      facts.writeUInt16LE(name.length, 22);
      const made = Buffer.alloc(6);
      made.write('PK\x01\x02', 'latin1');
      made.writeUInt16LE(ON_UNIX | VERSION, 4);
      const placed = Buffer.alloc(14); // no comment, on the first disk
      placed.writeUInt16LE(PLAIN_FILE | mode, 8);
      placed.writeUInt32LE(offset, 10);
      directory.push([made, facts, placed, name]);
      for (const part of [Buffer.from('PK\x03\x04', 'latin1'), facts, name, packed]) write(part);
    }
    const start = offset;
    for (const part of directory.flat()) write(part);
    const end = Buffer.alloc(22);
    end.write('PK\x05\x06', 'latin1');
    end.writeUInt16LE(directory.length, 8);
    end.writeUInt16LE(directory.length, 10);
    end.writeUInt32LE(offset - start, 12);
    end.writeUInt32LE(start, 16);
    write(end);
  } finally {
    closeSync(file);
  }
}

/**
 * Makes a zip with one folder in it: unpack it anywhere and start the program.
 * @returns its path
 */
export async function makeZip(job: Job): Promise<string> {
  const { productName, version } = job.identity;
  const folder = `${productName}-${version}-win-${job.arch}`;
  const made = join(job.out, `${folder}.zip`);
  zipFolder(job.unpacked, made, `${folder}/`, job.time);
  return made;
}
