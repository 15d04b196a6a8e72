import { parentPort } from 'node:worker_threads';
import { Sha256Stream, Sha384Stream } from '../crypto/digest.ts';
import type { HashReply, HashWork } from './hash-lanes-worker.ts';

// The other side of `hash-lanes-worker.ts`: runs the hashes of a verification beside the thread that decrypts.
const streams = new Map<number, Sha256Stream | Sha384Stream>();

parentPort?.on('message', (work: HashWork) => {
  if (work.open !== undefined) {
    for (const { lane, algorithm } of work.open) {
      streams.set(lane, algorithm === 'sha384' ? new Sha384Stream() : new Sha256Stream());
    }
  }
  const bytes = new Uint8Array(work.buffer);
  const digests: { lane: number; digest: string }[] = [];
  for (const { lane, from, to, isLast } of work.pieces) {
    const stream = streams.get(lane);
    if (!stream) throw new Error('a hash was used that is not open');
    stream.update(bytes.subarray(from, to));
    if (!isLast) continue;
    digests.push({ lane, digest: stream.digest() });
    streams.delete(lane);
  }
  // The buffer held plaintext; it goes back empty.
  bytes.fill(0, 0, work.used);
  const reply: HashReply = { buffer: work.buffer, digests };
  parentPort?.postMessage(reply, [work.buffer]);
});
