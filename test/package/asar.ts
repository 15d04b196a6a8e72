import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

interface Entry {
  readonly files?: Readonly<Record<string, Entry>>;
  readonly offset?: string;
  readonly size?: number;
  readonly unpacked?: boolean;
  readonly integrity?: { readonly hash: string };
}

export interface AsarFile {
  readonly path: string;
  readonly isUnpacked: boolean;
  /** The SHA-256 that the archive holds for it. */
  readonly digest: string | undefined;
  read(): Buffer;
}

/** Reads the list of an asar archive: a length-prefixed JSON header, then the bodies one after another. */
export function readAsar(path: string): AsarFile[] {
  const bytes = readFileSync(path);
  const headerLength = bytes.readUInt32LE(12);
  const base = 8 + bytes.readUInt32LE(4);
  const root = JSON.parse(bytes.subarray(16, 16 + headerLength).toString('utf8')) as Entry; // the archiver's own form
  const found: AsarFile[] = [];
  const walk = (entry: Entry, at: string) => {
    for (const [name, child] of Object.entries(entry.files ?? {})) {
      const where = `${at}${name}`;
      if (child.files !== undefined) walk(child, `${where}/`);
      else {
        found.push({
          path: where,
          isUnpacked: child.unpacked === true,
          digest: child.integrity?.hash,
          read: () => bytes.subarray(base + Number(child.offset), base + Number(child.offset) + (child.size ?? 0)),
        });
      }
    }
  };
  walk(root, '');
  return found;
}

/** Unpacks an archive and what lies beside it into one folder, which holds then what Electron sees inside the archive. */
export function extractAsar(path: string, to: string): void {
  for (const file of readAsar(path)) {
    const at = join(to, file.path);
    mkdirSync(dirname(at), { recursive: true });
    if (file.isUnpacked) cpSync(join(`${path}.unpacked`, file.path), at);
    else writeFileSync(at, file.read());
  }
}
