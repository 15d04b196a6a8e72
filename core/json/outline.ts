import { Refusal } from '../failure.ts';

/**
 * Told of each entry of a wanted container: the container's path, the key (null in an array), the entry's index, and
 * where its value lies. An entry that is itself a wanted container is not told of; its own entries are.
 */
export type OnEntry = (path: string, key: string | null, index: number, start: number, end: number) => void;

type State =
  | 'value'
  | 'value-or-end'
  | 'scalar'
  | 'text'
  | 'skip'
  | 'key'
  | 'key-or-end'
  | 'key-text'
  | 'colon'
  | 'after';

interface Frame {
  readonly path: string;
  readonly list: boolean;
  key: string | null;
  index: number;
}

const QUOTE = 34;
const BACKSLASH = 92;

/** Bytes; no document names a field so long. */
const LONGEST_KEY = 1 << 20;

/**
 * Finds where the values of a JSON document lie without parsing them, fed with pieces of any size, so that a document
 * larger than memory can be read entry by entry. What it skips is only balanced, not validated: the parser of each
 * entry does that.
 */
export class JsonOutline {
  private readonly wanted: (path: string) => boolean;
  private readonly onEntry: OnEntry;
  private readonly frames: Frame[] = [];
  private state: State = 'value';
  private offset = 0;
  private start = 0;
  private depth = 0;
  private inText = false;
  private escaped = false;
  private keyBytes: number[] = [];
  private done = false;

  /**
   * @param wanted whether the container at this path is looked into; a path is a JSON Pointer (RFC 6901), in which `*`
   * stands for any element of an array: '' is the root, '/samples/*' any sample
   * @param from the offset of the first byte that will be pushed
   */
  constructor(wanted: (path: string) => boolean, onEntry: OnEntry, from = 0) {
    this.wanted = wanted;
    this.onEntry = onEntry;
    this.offset = from;
  }

  /** @throws Refusal `json.syntax` */
  push(bytes: Uint8Array): void {
    let i = 0;
    while (i < bytes.length) {
      if (this.state === 'skip') i = this.skip(bytes, i);
      else if (this.state === 'text') i = this.text(bytes, i);
      else if (this.state === 'key-text') i = this.keyText(bytes, i);
      else i = this.step(bytes[i] ?? 0, i);
    }
    this.offset += bytes.length;
  }

  /** @throws Refusal `json.syntax` where the document is not complete */
  end(): void {
    if (!this.done) throw this.syntax('The document ends too early', 0);
  }

  /** @returns the offset of the first byte that a later entry may still need. */
  resumeAt(): number {
    const open = this.state === 'skip' || this.state === 'text' || this.state === 'scalar';
    return open ? this.start : this.offset;
  }

  private step(c: number, i: number): number {
    if (this.state === 'scalar') {
      if (c !== 44 && c !== 93 && c !== 125 && c > 32) return i + 1;
      this.finish(this.offset + i);
      return i;
    }
    if (c === 32 || c === 10 || c === 13 || c === 9) return i + 1;
    if (this.done) throw this.syntax('There is text after the end of the document', i);
    switch (this.state) {
      case 'value-or-end':
        if (c === 93) this.close();
        else this.open(c, i);
        return i + 1;
      case 'value':
        this.open(c, i);
        return i + 1;
      case 'key-or-end':
        if (c === 125) this.close();
        else this.openKey(c, i);
        return i + 1;
      case 'key':
        this.openKey(c, i);
        return i + 1;
      case 'colon':
        if (c !== 58) throw this.syntax('Expected ":" after a key', i);
        this.state = 'value';
        return i + 1;
      default:
        this.after(c, i);
        return i + 1;
    }
  }

  private open(c: number, i: number): void {
    this.start = this.offset + i;
    if (c === 123 || c === 91) {
      const path = this.childPath();
      if (this.wanted(path)) {
        this.frames.push({ path, list: c === 91, key: null, index: 0 });
        this.state = c === 91 ? 'value-or-end' : 'key-or-end';
        return;
      }
      this.depth = 1;
      this.inText = false;
      this.state = 'skip';
    } else if (c === QUOTE) {
      this.state = 'text';
    } else if (c === 93 || c === 125 || c === 44 || c === 58) throw this.syntax('Expected a value', i);
    else this.state = 'scalar';
  }

  private childPath(): string {
    const top = this.frames.at(-1);
    if (!top) return '';
    if (top.list) return `${top.path}/*`;
    return `${top.path}/${(top.key ?? '').replaceAll('~', '~0').replaceAll('/', '~1')}`;
  }

  private openKey(c: number, i: number): void {
    if (c !== QUOTE) throw this.syntax('Expected a key in quotes', i);
    this.keyBytes = [QUOTE];
    this.state = 'key-text';
  }

  /** A value that is told of has ended before `end`. */
  private finish(end: number): void {
    const top = this.frames.at(-1);
    if (top) this.onEntry(top.path, top.list ? null : top.key, top.index, this.start, end);
    else {
      this.onEntry('', null, 0, this.start, end);
      this.done = true;
    }
    this.state = 'after';
  }

  private after(c: number, i: number): void {
    const top = this.frames.at(-1);
    if (!top) throw this.syntax('There is text after the end of the document', i);
    if (c === 44) {
      top.index++;
      this.state = top.list ? 'value' : 'key';
    } else if (c === (top.list ? 93 : 125)) this.close();
    else throw this.syntax('Expected "," or the end of a container', i);
  }

  private close(): void {
    this.frames.pop();
    this.state = 'after';
    if (this.frames.length === 0) this.done = true;
  }

  /** Walks over a container that is not wanted, counting brackets outside of text. */
  private skip(bytes: Uint8Array, from: number): number {
    let i = from;
    let { depth, inText, escaped } = this;
    const length = bytes.length;
    while (i < length) {
      const c = bytes[i++];
      if (inText) {
        if (escaped) escaped = false;
        else if (c === BACKSLASH) escaped = true;
        else if (c === QUOTE) inText = false;
      } else if (c === QUOTE) inText = true;
      else if (c === 123 || c === 91) depth++;
      else if (c === 125 || c === 93) {
        if (--depth === 0) break;
      }
    }
    this.depth = depth;
    this.inText = inText;
    this.escaped = escaped;
    if (depth === 0) this.finish(this.offset + i);
    return i;
  }

  private text(bytes: Uint8Array, from: number): number {
    for (let i = from; i < bytes.length; i++) {
      const c = bytes[i];
      if (this.escaped) this.escaped = false;
      else if (c === BACKSLASH) this.escaped = true;
      else if (c === QUOTE) {
        this.finish(this.offset + i + 1);
        return i + 1;
      }
    }
    return bytes.length;
  }

  private keyText(bytes: Uint8Array, from: number): number {
    for (let i = from; i < bytes.length; i++) {
      const c = bytes[i] ?? 0;
      if (this.keyBytes.length >= LONGEST_KEY) throw tooLarge();
      this.keyBytes.push(c);
      if (this.escaped) this.escaped = false;
      else if (c === BACKSLASH) this.escaped = true;
      else if (c === QUOTE) {
        this.nameKey(i);
        return i + 1;
      }
    }
    return bytes.length;
  }

  private nameKey(i: number): void {
    const top = this.frames.at(-1);
    try {
      const key: unknown = JSON.parse(Buffer.from(this.keyBytes).toString('utf8'));
      if (top && typeof key === 'string') top.key = key;
    } catch {
      throw this.syntax('A key is not valid JSON text', i);
    }
    this.state = 'colon';
  }

  private syntax(what: string, i: number): Refusal {
    return new Refusal('json.syntax', `${what} (at byte ${this.offset + i}).`);
  }
}

/**
 * Runs an outline over a stream and hands over the bytes of each entry as soon as it is complete, holding no more than
 * one entry and one piece.
 * @throws Refusal `json.syntax`, `json.too-large` where one entry passes `maxEntryBytes`
 */
export async function* streamEntries(
  pieces: AsyncIterable<Uint8Array>,
  wanted: (path: string) => boolean,
  maxEntryBytes: number,
): AsyncGenerator<{ path: string; key: string | null; bytes: Uint8Array }> {
  const found: { path: string; key: string | null; start: number; end: number }[] = [];
  const outline = new JsonOutline(wanted, (path, key, _index, start, end) => found.push({ path, key, start, end }));
  const held = new HeldPieces();
  for await (const piece of pieces) {
    outline.push(piece);
    held.add(piece);
    for (const entry of found.splice(0)) yield { ...entry, bytes: held.take(entry.start, entry.end, maxEntryBytes) };
    if (held.dropBefore(outline.resumeAt()) > maxEntryBytes) throw tooLarge();
  }
  outline.end();
  for (const entry of found) yield { ...entry, bytes: held.take(entry.start, entry.end, maxEntryBytes) };
}

/** The pieces that an open entry may still need, in a list: joined once, when the entry is complete. */
class HeldPieces {
  private readonly pieces: Uint8Array[] = [];
  private from = 0;
  private to = 0;

  add(piece: Uint8Array): void {
    this.pieces.push(piece);
    this.to += piece.length;
  }

  /** @returns how many bytes are held from `offset` on. */
  dropBefore(offset: number): number {
    let gone = 0;
    for (const piece of this.pieces) {
      if (this.from + piece.length > offset) break;
      this.from += piece.length;
      gone++;
    }
    if (gone > 0) this.pieces.splice(0, gone);
    return this.to - Math.max(offset, this.from);
  }

  /** Entries are taken in their order: what stands before `start` is let go. @throws Refusal `json.too-large` */
  take(start: number, end: number, most: number): Uint8Array {
    if (end - start > most) throw tooLarge();
    this.dropBefore(start);
    const parts: Uint8Array[] = [];
    let at = this.from;
    for (const piece of this.pieces) {
      if (at >= end) break;
      parts.push(piece.subarray(Math.max(0, start - at), Math.min(piece.length, end - at)));
      at += piece.length;
    }
    const [only] = parts;
    const bytes = only && parts.length === 1 ? only : Buffer.concat(parts);
    this.dropBefore(end);
    return bytes;
  }
}

function tooLarge(): Refusal {
  return new Refusal('json.too-large', 'One entry of the document is too large.');
}
