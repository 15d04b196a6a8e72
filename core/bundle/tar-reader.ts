import { Refusal } from '../failure.ts';
import { LIMITS } from './limits.ts';
import { checkMemberName, nameCollisionKey, printable } from './member-name.ts';
import { BLOCK, isZero, malformed, parseTarHeader } from './tar-header.ts';
import { parsePax } from './tar-pax.ts';

/** A member found in the tar. */
export interface TarEntry {
  readonly name: string;
  /** Bytes of content. */
  readonly size: number;
  /** Where the content begins, counted in bytes from the start of the tar. */
  readonly offset: number;
}

/** What a reader tells as members pass by. The bytes are valid only during the call. */
export interface TarHandler {
  onMember?(entry: TarEntry): void;
  onContent?(bytes: Uint8Array, entry: TarEntry): void;
  onMemberEnd?(entry: TarEntry): void;
}

type State = 'header' | 'extended' | 'content' | 'padding' | 'end' | 'tail';

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const KINDS: Readonly<Record<string, string>> = {
  '1': 'a hard link',
  '2': 'a symbolic link',
  '3': 'a character device',
  '4': 'a block device',
  '5': 'a directory',
  '6': 'a pipe',
  '7': 'a contiguous file',
  D: 'a directory listing',
  K: 'a link',
  M: 'a part of a multi-volume archive',
  S: 'a sparse file',
  V: 'a volume label',
};

/**
 * Reads a tar as its bytes pass by, in pieces of any length, without keeping them. Takes plain files as GNU tar (gnu,
 * pax and ustar formats), bsdtar and busybox write them, and nothing else; one leading `./` of a name is dropped.
 * Where two readers could understand a tar differently (a name given twice, hidden bytes in the padding), it refuses.
 */
export class TarReader {
  readonly #handler: TarHandler;
  readonly #entries: TarEntry[] = [];
  readonly #taken = new Set<string>();
  readonly #block = new Uint8Array(BLOCK);
  #filled = 0;
  #state: State = 'header';
  #position = 0;
  #left = 0;
  #tail = 0;
  #entry: TarEntry | undefined;
  // Of the extended headers that stand before the next member.
  #extended: { type: string; bytes: Uint8Array; filled: number } | undefined;
  #extendedCount = 0;
  #longName: Uint8Array | undefined;
  #pax: Map<string, Uint8Array> | undefined;

  constructor(handler: TarHandler = {}) {
    this.#handler = handler;
  }

  /** The members met so far, in order. */
  get entries(): readonly TarEntry[] {
    return this.#entries;
  }

  /** Bytes of the present member (content and padding) that `skip` may pass over. */
  get skippable(): number {
    return this.#state === 'content' && this.#entry ? this.#left + padded(this.#entry.size) - this.#entry.size : 0;
  }

  /** Passes over the rest of the present member, where one is being read: for a reader that jumps between headers. */
  skip(): void {
    const entry = this.#entry;
    if (this.#state !== 'content' || !entry) return;
    this.#handler.onMemberEnd?.(entry);
    this.#position += this.skippable;
    this.#left = 0;
    this.#state = 'header';
  }

  /** True once the end-of-archive mark was read. */
  get ended(): boolean {
    return this.#state === 'tail';
  }

  /**
   * Takes the next bytes of the tar.
   * @throws Refusal `bundle.tar-malformed`, `bundle.path-unsafe`, `bundle.member-kind`, `bundle.member-duplicate`,
   * `bundle.too-many-members`, `bundle.oversize`, `bundle.trailing-data`
   */
  push(chunk: Uint8Array): void {
    let at = 0;
    while (at < chunk.length) at += this.#take(chunk, at);
  }

  /**
   * Tells that the tar has ended.
   * @returns the members, in order
   * @throws Refusal `bundle.truncated` where the end-of-archive mark (two zero blocks) has not come
   */
  end(): readonly TarEntry[] {
    if (this.#state !== 'tail' || this.#position % BLOCK !== 0) {
      throw new Refusal('bundle.truncated', 'The bundle ends before its tar does.', {
        where: `byte ${this.#position} of the tar`,
        remedy: 'Copy the bundle from its medium again; if it is short there too, ask the producer for it again.',
      });
    }
    return this.#entries;
  }

  #take(chunk: Uint8Array, at: number): number {
    if (this.#state === 'content') return this.#takeContent(chunk, at);
    if (this.#state === 'extended') return this.#takeExtended(chunk, at);
    if (this.#state === 'padding') return this.#takePadding(chunk, at);
    if (this.#state === 'tail') return this.#takeTail(chunk, at);
    const count = Math.min(BLOCK - this.#filled, chunk.length - at);
    this.#block.set(chunk.subarray(at, at + count), this.#filled);
    this.#filled += count;
    this.#position += count;
    if (this.#filled === BLOCK) {
      this.#filled = 0;
      this.#takeBlock();
    }
    return count;
  }

  #takeBlock(): void {
    if (isZero(this.#block)) {
      if (this.#extendedCount > 0) throw malformed('an extended header has no member');
      this.#state = this.#state === 'end' ? 'tail' : 'end';
      return;
    }
    if (this.#state === 'end') throw malformed('a single zero block stands between members');
    const header = parseTarHeader(this.#block);
    if (header.type === 'x' || header.type === 'g' || header.type === 'L')
      this.#startExtended(header.type, header.size);
    else this.#startMember(header);
  }

  #startExtended(type: string, size: number): void {
    this.#extendedCount += 1;
    if (size > LIMITS.extendedHeaderBytes || this.#extendedCount > LIMITS.extendedHeaders) {
      throw new Refusal('bundle.oversize', 'A tar header of the bundle is larger than any name or size needs.', {
        where: `byte ${this.#position} of the tar`,
        remedy: 'Ask the producer to seal the bundle again.',
      });
    }
    if (size === 0) throw malformed('an extended header is empty');
    this.#extended = { type, bytes: new Uint8Array(size), filled: 0 };
    this.#left = size;
    this.#state = 'extended';
  }

  #takeExtended(chunk: Uint8Array, at: number): number {
    const extended = this.#extended;
    if (!extended) throw new Error('no extended header is being read');
    const count = Math.min(this.#left, chunk.length - at);
    extended.bytes.set(chunk.subarray(at, at + count), extended.filled);
    extended.filled += count;
    this.#position += count;
    this.#left -= count;
    if (this.#left === 0) {
      this.#finishExtended(extended.type, extended.bytes);
      this.#startPadding(extended.bytes.length);
    }
    return count;
  }

  #finishExtended(type: string, bytes: Uint8Array): void {
    if (type === 'L') {
      if (this.#longName || this.#pax?.has('path')) throw malformed('a member has two long names');
      this.#longName = bytes.at(-1) === 0 ? bytes.subarray(0, -1) : bytes;
      return;
    }
    const records = parsePax(bytes);
    for (const key of records.keys()) {
      if (key.startsWith('GNU.sparse.')) throw kindRefusal('a sparse file', undefined);
      if (key === 'linkpath') throw kindRefusal('a link', undefined);
      // A global header is ignored; one that would rename or resize the members that follow is not harmless to ignore.
      if (type === 'g' && (key === 'path' || key === 'size')) throw malformed(`a global header sets ${key}`);
    }
    if (type === 'g') return;
    if (this.#pax || (this.#longName && records.has('path'))) throw malformed('a member has two extended headers');
    this.#pax = records;
  }

  #startMember(header: { name: Uint8Array; size: number; type: string }): void {
    const name = this.#nameOf(header.name);
    if (header.type !== '0') throw kindRefusal(KINDS[header.type] ?? 'an entry of an unknown kind', name);
    checkMemberName(name);
    const key = nameCollisionKey(name);
    if (this.#taken.has(key)) {
      throw new Refusal(
        'bundle.member-duplicate',
        'Two members have the same name, or names that differ only in case.',
        {
          where: name,
          remedy: 'Ask the producer to seal the bundle again with one file of each name.',
        },
      );
    }
    this.#taken.add(key);
    // The manifest stands beside the members that are counted.
    if (this.#entries.length > LIMITS.members) {
      throw new Refusal('bundle.too-many-members', `The bundle has more than ${LIMITS.members} members.`, {
        remedy: 'Ask the producer to split it.',
      });
    }
    const size = this.#sizeOf(header.size);
    if (size > LIMITS.memberBytes) {
      throw new Refusal('bundle.oversize', 'A member says that it is larger than 1 TiB.', { where: name });
    }
    this.#extendedCount = 0;
    this.#longName = undefined;
    this.#pax = undefined;
    const entry = { name, size, offset: this.#position };
    this.#entry = entry;
    this.#entries.push(entry);
    this.#left = size;
    this.#state = 'content';
    this.#handler.onMember?.(entry);
    if (size === 0) this.#endMember(entry);
  }

  #nameOf(short: Uint8Array): string {
    const bytes = this.#pax?.get('path') ?? this.#longName ?? short;
    let name: string;
    try {
      name = utf8.decode(bytes);
    } catch {
      throw new Refusal('bundle.path-unsafe', "A member's name is not UTF-8.", {
        where: `byte ${this.#position} of the tar`,
        remedy: 'Ask the producer to rename the file and to seal the bundle again.',
      });
    }
    return name.startsWith('./') ? name.slice(2) : name;
  }

  #sizeOf(short: number): number {
    const record = this.#pax?.get('size');
    if (!record) return short;
    const text = Buffer.from(record).toString('latin1');
    const value = /^[0-9]{1,16}$/.test(text) ? Number(text) : Number.NaN;
    if (!Number.isSafeInteger(value)) throw malformed('a size in an extended header is not a number');
    return value;
  }

  #takeContent(chunk: Uint8Array, at: number): number {
    const entry = this.#entry;
    if (!entry) throw new Error('no member is being read');
    const count = Math.min(this.#left, chunk.length - at);
    this.#handler.onContent?.(chunk.subarray(at, at + count), entry);
    this.#position += count;
    this.#left -= count;
    if (this.#left === 0) this.#endMember(entry);
    return count;
  }

  #endMember(entry: TarEntry): void {
    this.#handler.onMemberEnd?.(entry);
    this.#startPadding(entry.size);
  }

  #startPadding(size: number): void {
    this.#left = padded(size) - size;
    this.#state = this.#left === 0 ? 'header' : 'padding';
  }

  #takePadding(chunk: Uint8Array, at: number): number {
    const count = Math.min(this.#left, chunk.length - at);
    if (!isZero(chunk.subarray(at, at + count))) throw malformed('the padding after a member is not zero');
    this.#position += count;
    this.#left -= count;
    if (this.#left === 0) this.#state = 'header';
    return count;
  }

  #takeTail(chunk: Uint8Array, at: number): number {
    const rest = at === 0 ? chunk : chunk.subarray(at);
    this.#tail += rest.length;
    this.#position += rest.length;
    if (this.#tail > LIMITS.tailBytes || !isZero(rest)) {
      throw new Refusal('bundle.trailing-data', 'Something stands after the end of the tar.', {
        where: `byte ${this.#position - rest.length} of the tar`,
        remedy: 'Ask the producer to seal the bundle again.',
      });
    }
    return rest.length;
  }
}

function padded(size: number): number {
  return Math.ceil(size / BLOCK) * BLOCK;
}

function kindRefusal(kind: string, name: string | undefined): Refusal {
  return new Refusal('bundle.member-kind', `The bundle holds ${kind}; only plain files may be in it.`, {
    ...(name === undefined ? {} : { where: printable(name) }),
    remedy: 'Ask the producer to seal the bundle again and to give tar the files by name, not their folder.',
  });
}
