import { randomBytes } from 'node:crypto';
import { Encrypter } from 'age-encryption';
import { Refusal } from '../../failure.ts';
import { hkdfSha256 } from '../hkdf.ts';
import { wipe } from '../wipe.ts';
import { CHUNK, SEALED_CHUNK, sealChunk, TAG_BYTES, wipeChunkScratch } from './chunk.ts';
import { ageRecipientKind } from './identity.ts';

const NONCE_BYTES = 16;
const MOST_RECIPIENTS = 64;
const CHUNKS_PER_WRITE = 16;

/**
 * @returns true where X25519 and hybrid recipients stand together. Such a file opens for each of them, but it is only as
 *   strong against a quantum computer as X25519; C2SP age.md says SHOULD NOT, and Go's `age` refuses to write it.
 */
export function isMixedStrength(recipients: readonly string[]): boolean {
  return new Set(recipients.map(ageRecipientKind)).size > 1;
}

function checkRecipients(recipients: readonly string[]): void {
  const where = { remedy: 'Give recipients as age-keygen or scrutineer keygen print them (age1… or age1pq1…).' };
  if (recipients.length === 0 || recipients.length > MOST_RECIPIENTS) {
    throw new Refusal('input.invalid', `A file is sealed to between 1 and ${MOST_RECIPIENTS} recipients.`, where);
  }
  for (const recipient of recipients) {
    if (ageRecipientKind(recipient) !== undefined) continue;
    const shown = recipient.startsWith('AGE-SECRET-KEY') ? 'a secret identity' : `"${recipient.slice(0, 16)}…"`;
    throw new Refusal('input.invalid', `This is not an age recipient: ${shown}.`, where);
  }
}

interface Header {
  readonly bytes: Uint8Array;
  readonly fileKey: Uint8Array;
}

// The library makes the file key and the header together with a whole file. We let it seal nothing at all, learn the
// file key through its own recipient interface (a recipient that adds no stanza), and keep the header.
async function makeHeader(recipients: readonly string[]): Promise<Header> {
  const encrypter = new Encrypter();
  for (const recipient of new Set(recipients)) encrypter.addRecipient(recipient);
  let fileKey = new Uint8Array(0);
  encrypter.addRecipient({
    wrapFileKey: (key) => {
      fileKey = Uint8Array.from(key);
      return [];
    },
  });
  const whole = await encrypter.encrypt(new Uint8Array(0));
  return { bytes: whole.slice(0, whole.length - NONCE_BYTES - TAG_BYTES), fileKey };
}

/** Gathers sealed chunks and writes them a mebibyte at a time, each time in a buffer of its own. */
class SealedWriter {
  readonly #key: Uint8Array;
  readonly #write: (bytes: Uint8Array) => Promise<void> | void;
  #out = new Uint8Array(CHUNKS_PER_WRITE * SEALED_CHUNK);
  #used = 0;
  #index = 0;

  constructor(key: Uint8Array, write: (bytes: Uint8Array) => Promise<void> | void) {
    this.#key = key;
    this.#write = write;
  }

  async chunk(plain: Uint8Array, isLast: boolean): Promise<void> {
    sealChunk(this.#key, this.#index, isLast, plain, this.#out.subarray(this.#used));
    this.#index += 1;
    this.#used += plain.length + TAG_BYTES;
    if (!isLast && this.#used < this.#out.length) return;
    const full = this.#out.subarray(0, this.#used);
    this.#out = new Uint8Array(CHUNKS_PER_WRITE * SEALED_CHUNK);
    this.#used = 0;
    await this.#write(full);
  }
}

/**
 * Seals a stream to recipients as an age v1 file (C2SP age.md), in constant memory: the next piece is asked for only
 * when what came before has been written.
 * @param plain pieces of any size
 * @param recipients `age1…` and `age1pq1…`, 1 to 64; see isMixedStrength about giving both kinds
 * @param write receives the file in order; each buffer is the receiver's own
 * @throws Refusal `input.invalid` for recipients, and whatever `plain` or `write` throw
 */
export async function sealAge(
  plain: AsyncIterable<Uint8Array>,
  recipients: readonly string[],
  write: (bytes: Uint8Array) => Promise<void> | void,
): Promise<void> {
  checkRecipients(recipients);
  const header = await makeHeader(recipients);
  const nonce = Uint8Array.from(randomBytes(NONCE_BYTES));
  const key = hkdfSha256(header.fileKey, nonce, 'payload');
  wipe(header.fileKey);
  const buffer = new Uint8Array(CHUNK);
  try {
    await write(Buffer.concat([header.bytes, nonce]));
    const writer = new SealedWriter(key, write);
    let used = 0;
    for await (const piece of plain) {
      for (let at = 0; at < piece.length; ) {
        // A full chunk waits for a byte after it: only the end of the stream tells which chunk is the last.
        if (used === CHUNK) {
          await writer.chunk(buffer, false);
          used = 0;
        }
        const part = piece.subarray(at, at + CHUNK - used);
        buffer.set(part, used);
        used += part.length;
        at += part.length;
      }
    }
    await writer.chunk(buffer.subarray(0, used), true);
  } finally {
    wipe(key, buffer);
    wipeChunkScratch();
  }
}
