/**
 * Overwrites buffers that held a secret. JavaScript cannot promise that no other copy was made by the engine; this
 * shortens the time a secret stays readable and is the most the language allows.
 */
export function wipe(...buffers: Uint8Array[]): void {
  for (const buffer of buffers) buffer.fill(0);
}
