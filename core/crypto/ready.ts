import sodium from 'libsodium-wrappers';

/**
 * Waits until libsodium's WebAssembly is loaded. Every entry point (the command line, a worker, a test) awaits it once
 * before it touches this room; a second call costs nothing.
 */
export async function cryptoReady(): Promise<void> {
  await sodium.ready;
}
