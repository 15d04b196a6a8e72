import { Refusal } from '../failure.ts';

/**
 * The few pieces of DER (ITU-T X.690) that key files need, read strictly: definite minimal lengths, no tag above 30, no
 * bytes left over. Key files are small, so lengths above 65535 are refused.
 */
export const TAG = {
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  objectIdentifier: 0x06,
  sequence: 0x30,
  /** `[0]` as PKCS#8 attributes (constructed). */
  attributes: 0xa0,
  /** `[0]` as an ML-DSA seed (primitive, RFC 9881). */
  seed: 0x80,
  /** `[1]` as the public key of a PKCS#8 version 2 (primitive, RFC 5958). */
  publicKey: 0x81,
} as const;

function refuse(what: string): never {
  throw new Refusal('crypto.key-malformed', `The key file is not well-formed DER: ${what}.`, {
    remedy: 'Export the key again with openssl or scrutineer keygen.',
  });
}

/** Reads one level of DER, element by element. */
export class DerReader {
  readonly #bytes: Uint8Array;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  /** @returns the tag of the next element, or undefined at the end. */
  get nextTag(): number | undefined {
    return this.#bytes[this.#at];
  }

  #byte(): number {
    const byte = this.#bytes[this.#at];
    if (byte === undefined) refuse('it ends early');
    this.#at += 1;
    return byte;
  }

  /** @returns the content of the next element (a view, not a copy), which must have this tag. */
  read(tag: number): Uint8Array {
    if (this.#byte() !== tag) refuse(`an element with tag 0x${tag.toString(16).padStart(2, '0')} is missing`);
    let length = this.#byte();
    if (length === 0x80 || length > 0x82) refuse('a length is indefinite or too large');
    if (length === 0x81) {
      length = this.#byte();
      if (length < 0x80) refuse('a length is not minimal');
    } else if (length === 0x82) {
      length = this.#byte() * 256 + this.#byte();
      if (length < 0x100) refuse('a length is not minimal');
    }
    const end = this.#at + length;
    if (end > this.#bytes.length) refuse('it ends early');
    const content = this.#bytes.subarray(this.#at, end);
    this.#at = end;
    return content;
  }

  /** @returns the next element as a nested reader. */
  enter(tag: number): DerReader {
    return new DerReader(this.read(tag));
  }

  /** @returns the next INTEGER, which must be one byte and not negative. */
  readSmallInteger(): number {
    const content = this.read(TAG.integer);
    const value = content[0];
    if (content.length !== 1 || value === undefined || value > 0x7f) refuse('a version number is out of range');
    return value;
  }

  /** @returns the bytes of the next BIT STRING (or implicitly tagged one), which must fill whole bytes. */
  readBits(tag: number = TAG.bitString): Uint8Array {
    const content = this.read(tag);
    if (content.length < 1 || content[0] !== 0) refuse('a bit string does not fill whole bytes');
    return content.subarray(1);
  }

  /** @throws Refusal where anything is left. */
  end(): void {
    if (this.#at !== this.#bytes.length) refuse('there are bytes after the end');
  }
}

/** @returns the element with this tag around the joined contents; the caller owns the bytes. */
export function der(tag: number, ...contents: Uint8Array[]): Uint8Array {
  const length = contents.reduce((sum, part) => sum + part.length, 0);
  if (length > 0xffff) throw new RangeError('A DER element of a key file is never this long.');
  const head =
    length < 0x80 ? [tag, length] : length < 0x100 ? [tag, 0x81, length] : [tag, 0x82, length >> 8, length & 0xff];
  const out = new Uint8Array(head.length + length);
  out.set(head);
  let at = head.length;
  for (const part of contents) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}
