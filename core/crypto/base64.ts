/** @returns the bytes as standard base64 with padding (RFC 4648 section 4). */
export function toBase64(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64');
}

// A buffer of its own, never a slice of Node's shared pool, so that wiping the result wipes the only copy.
function decode(standard: string): Uint8Array {
  const padding = standard.endsWith('==') ? 2 : standard.endsWith('=') ? 1 : 0;
  const bytes = new Uint8Array((standard.length / 4) * 3 - padding);
  Buffer.from(bytes.buffer).write(standard, 'base64');
  return bytes;
}

// The unused low bits of the last digit must be zero, so that one sequence of bytes has one spelling.
function hasZeroTail(standard: string): boolean {
  if (standard.endsWith('==')) return /[AQgw]==$/.test(standard);
  if (standard.endsWith('=')) return /[AEIMQUYcgkosw048]=$/.test(standard);
  return true;
}

/**
 * Reads standard base64 with padding, strictly: no blanks, no missing padding, no stray bits.
 * @returns the bytes, or undefined where the text is not exactly that
 */
export function fromBase64(text: string): Uint8Array | undefined {
  if (text.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(text) || !hasZeroTail(text)) return undefined;
  return decode(text);
}

/**
 * Reads base64 in either alphabet of RFC 4648 (standard or URL-safe, one of them throughout), padded or not, as DSSE
 * asks of a verifier.
 * @returns the bytes, or undefined where the text is neither
 */
export function fromAnyBase64(text: string): Uint8Array | undefined {
  const isUrlSafe = /^[A-Za-z0-9_-]*={0,2}$/.test(text);
  const standard = isUrlSafe ? text.replaceAll('-', '+').replaceAll('_', '/') : text;
  const unpadded = standard.replace(/=+$/, '');
  const padded = unpadded + '='.repeat((4 - (unpadded.length % 4)) % 4);
  if (standard !== unpadded && standard !== padded) return undefined;
  return fromBase64(padded);
}
