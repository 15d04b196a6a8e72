import { armor, Decrypter } from 'age-encryption';
import { type ByteSource, memorySource } from '../../bytes/source.ts';
import { Refusal } from '../../failure.ts';
import { hkdfSha256 } from '../hkdf.ts';
import { wipe } from '../wipe.ts';
import type { AgeIdentity } from './identity.ts';

/** A passphrase opens what `age -p` sealed. */
export interface AgePassphrase {
  readonly passphrase: string;
}

/** A file whose header was authenticated: where its chunks start, and the key that opens them. */
export interface UnlockedAge {
  /** The binary file; for an armored input, its decoded form in memory. */
  readonly source: ByteSource;
  /** Offset of the first chunk. */
  readonly start: number;
  /** 32 bytes; to be wiped by whoever holds it. */
  readonly payloadKey: Uint8Array;
}

const VERSION_LINE = 'age-encryption.org/v1\n';
const ARMOR_BEGIN = '-----BEGIN AGE ENCRYPTED FILE-----';
const LARGEST_HEADER = 1 << 20;
const LARGEST_ARMORED = 64 << 20;
const NONCE_BYTES = 16;
const HEADER_STEP = 4096;

function malformed(what: string): Refusal {
  return new Refusal('age.malformed', `This is not a sound age file: ${what}.`, {
    remedy: 'Check that the file came over whole, and ask the sender for it again.',
  });
}

async function isArmored(source: ByteSource): Promise<boolean> {
  const head = await source.read(0, Math.min(source.size, 1024));
  return Buffer.from(head).toString('latin1').trimStart().startsWith(ARMOR_BEGIN);
}

async function dearmor(source: ByteSource): Promise<ByteSource> {
  if (source.size > LARGEST_ARMORED) {
    throw new Refusal(
      'age.malformed',
      `An armored age file is read up to ${LARGEST_ARMORED} bytes; this one is larger.`,
      {
        remedy: 'Seal without armor (leave out age -a).',
      },
    );
  }
  const text = Buffer.from(await source.read(0, source.size)).toString('latin1');
  try {
    return memorySource(armor.decode(text));
  } catch {
    throw malformed('its ASCII armor is damaged');
  }
}

// The header ends with the first line that starts with "---": stanza lines start with "->" and body lines are base64.
async function readHeader(source: ByteSource): Promise<Uint8Array> {
  let text = '';
  while (text.length < source.size && text.length < LARGEST_HEADER) {
    const step = await source.read(text.length, Math.min(HEADER_STEP, source.size - text.length));
    text += Buffer.from(step).toString('latin1');
    if (!text.startsWith(VERSION_LINE.slice(0, text.length))) throw malformed('it does not begin like one');
    const mac = text.indexOf('\n---');
    const end = mac < 0 ? -1 : text.indexOf('\n', mac + 1);
    if (end >= 0) return Buffer.from(text.slice(0, end + 1), 'latin1');
  }
  throw malformed('its header does not end');
}

async function unwrap(header: Uint8Array, keys: readonly (AgeIdentity | AgePassphrase)[]): Promise<Uint8Array> {
  const decrypter = new Decrypter();
  let isExhausted = false;
  for (const key of keys) {
    if ('passphrase' in key) decrypter.addPassphrase(key.passphrase);
    else decrypter.addIdentity(key.text);
  }
  // Asked last, so that being asked means: the header parsed, and no key before it fitted.
  decrypter.addIdentity({
    unwrapFileKey: () => {
      isExhausted = true;
      return null;
    },
  });
  try {
    return await decrypter.decryptHeader(header);
  } catch {
    if (!isExhausted) throw malformed('its header is damaged or was altered');
    throw new Refusal('age.not-for-us', 'The file is sealed, but not to any of the identities given.', {
      remedy: "Ask the sender to seal it to this desk's recipient, or give the identity it was sealed to.",
    });
  }
}

/**
 * Reads and authenticates an age header (C2SP age.md; parsing, stanzas and MAC by age-encryption) and derives the
 * payload key. An armored file is decoded first.
 * @throws Refusal `age.malformed`, `age.not-for-us`; `age.truncated` where the file ends with its header
 */
export async function unlockAge(
  given: ByteSource,
  keys: readonly (AgeIdentity | AgePassphrase)[],
): Promise<UnlockedAge> {
  const source = (await isArmored(given)) ? await dearmor(given) : given;
  const header = await readHeader(source);
  const fileKey = await unwrap(header, keys);
  try {
    const start = header.length + NONCE_BYTES;
    if (start > source.size) {
      throw new Refusal('age.truncated', 'The sealed file ends before its content begins.', {
        remedy: 'Copy the file again from its media, or ask the sender for it.',
      });
    }
    const nonce = await source.read(header.length, NONCE_BYTES);
    return { source, start, payloadKey: hkdfSha256(fileKey, nonce, 'payload') };
  } finally {
    wipe(fileKey);
  }
}
