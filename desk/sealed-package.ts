import { writeTar } from '../core/bundle/tar-writer.ts';
import { sealAge } from '../core/crypto/age/seal.ts';
import type { OutgoingFile } from './outgoing.ts';

/**
 * Packs documents into one tar and seals it with age, so that `age -d | tar x` opens it for each recipient.
 * @param recipients as `age1…`
 * @throws Refusal `input.invalid` for a recipient that is none
 */
export async function sealedPackage(
  files: readonly OutgoingFile[],
  recipients: readonly string[],
): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  const members = files.map(({ name, bytes }) => ({ name, size: bytes.length, content: [bytes] }));
  await sealAge(writeTar(members), recipients, (bytes) => {
    pieces.push(Uint8Array.from(bytes));
  });
  return new Uint8Array(Buffer.concat(pieces));
}
