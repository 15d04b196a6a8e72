import { type PublicKey, publicKeyToPem, verifySignature } from '../crypto/public-key.ts';
import { type Envelope, pae } from '../envelope/dsse.ts';

/** A key whose signature a reader may want to check, and whose it is. */
export interface NamedKey {
  /** The person's or producer's id: letters, digits, `.`, `_`, `-`. */
  readonly owner: string;
  readonly key: PublicKey;
}

/** Quotes a text for `sh`. */
function quoted(text: string): string {
  return /^[A-Za-z0-9._/-]+$/.test(text) && !text.startsWith('-') ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}

/** White space and the escape of `/` are all that JSON allows to stand about in base64; without them sed can find it. */
function bare(path: string): string {
  return `tr -d ' \\t\\r\\n\\\\' < ${quoted(path)}`;
}

/** URL-safe base64 is read as well as the standard one. */
const DECODE = "tr '_-' '/+' | base64 -d";

function fileSafe(owner: string): string {
  return owner.replace(/[^A-Za-z0-9._-]/g, '_').replace(/^[-.]+/, '_');
}

/**
 * Writes the commands that check every signature of an envelope without this program: `sh`, `sed`, `tr`, `grep`,
 * `printf`, `wc`, `base64` and `openssl` 3 (3.5 for ML-DSA-87) are all they need. They leave `payload.json`, `pae.bin`,
 * and a `.pem` and `.sig` a key in the working folder, and end at once, with a status other than 0, when a signature
 * does not verify.
 *
 * They show that these keys signed this payload. That a key is the person's own is for the roster to say: compare the
 * printed SHA-256 with the `keyId` in the roster, or with what the person reads out.
 * @param envelopePath where the `*.dsse.json` file lies for the reader
 * @param envelope the same file, parsed
 * @param keys the keys to check, with their owners; keys that signed nothing here are left out
 * @returns a script for `sh`, ending in a line feed
 */
export function opensslCommands(envelopePath: string, envelope: Envelope, keys: readonly NamedKey[]): string {
  const message = pae(envelope.payloadType, envelope.payload);
  const typeLength = new TextEncoder().encode(envelope.payloadType).length;
  const lines = [
    'set -e',
    '# The payload, and the exact bytes that were signed (DSSE pre-authentication encoding).',
    `${bare(envelopePath)} | sed 's/.*"payload":"\\([^"]*\\)".*/\\1/' | ${DECODE} > payload.json`,
    `{ printf 'DSSEv1 %s %s %s ' ${typeLength} ${quoted(envelope.payloadType)} "$(wc -c < payload.json | tr -d ' ')"; cat payload.json; } > pae.bin`,
  ];
  for (const [index, { signature }] of envelope.signatures.entries()) {
    const signer = keys.find(({ key }) => verifySignature(key, message, signature));
    if (signer === undefined) continue;
    const { owner, key } = signer;
    const file = `${fileSafe(owner)}.${key.algorithm}`;
    lines.push(
      `# Signature ${index + 1}: ${fileSafe(owner)}, ${key.algorithm}.${key.algorithm === 'ml-dsa-87' ? ' Needs OpenSSL 3.5 or newer.' : ''}`,
      `cat > ${file}.pem <<'END'`,
      publicKeyToPem(key).trimEnd(),
      'END',
      `openssl pkey -pubin -in ${file}.pem -outform DER | openssl dgst -sha256 -r # must begin ${key.keyId}`,
      `${bare(envelopePath)} | grep -o '"sig":"[^"]*"' | sed -n '${index + 1}p' | sed 's/^"sig":"//;s/"$//' | ${DECODE} > ${file}.sig`,
      `openssl pkeyutl -verify -pubin -inkey ${file}.pem -rawin -in pae.bin -sigfile ${file}.sig`,
    );
  }
  return `${lines.join('\n')}\n`;
}
