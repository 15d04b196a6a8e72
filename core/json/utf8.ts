import { isAscii, isUtf8 } from 'node:buffer';

/** @returns a view of the same memory as a Buffer, for the native decoders. */
function view(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/**
 * Decodes UTF-8.
 * @returns the text and whether the bytes were valid; invalid bytes become U+FFFD
 */
export function decodeUtf8(bytes: Uint8Array): { readonly text: string; readonly valid: boolean } {
  const buffer = view(bytes);
  // Latin-1 decoding of plain ASCII is the fastest way to a one-byte string, which halves memory and parses faster.
  if (isAscii(buffer)) return { text: buffer.toString('latin1'), valid: true };
  return { text: buffer.toString('utf8'), valid: isUtf8(buffer) };
}
