import { Worker } from 'node:worker_threads';
import { asSha256, asSha384, type Sha256, type Sha384 } from '../brand.ts';
import type { HashLane, HashLanes } from './hash-lane.ts';

type Algorithm = 'sha256' | 'sha384';

/** A buffer of bytes for the worker, and which hash each stretch of it belongs to. */
export interface HashWork {
  readonly buffer: ArrayBuffer;
  readonly used: number;
  readonly open: readonly { readonly lane: number; readonly algorithm: Algorithm }[];
  readonly pieces: readonly { lane: number; from: number; to: number; isLast: boolean }[];
}

/** The emptied buffer back, and the hashes that ended in it. */
export interface HashReply {
  readonly buffer: ArrayBuffer;
  readonly digests: readonly { readonly lane: number; readonly digest: string }[];
}

/** Lanes whose worker must be closed. */
export interface WorkerLanes extends HashLanes {
  close(): Promise<void>;
}

const BUFFER = 1024 * 1024;
// So many may lie with the worker before the giver has to wait: 4 MiB of plaintext at most.
const AHEAD = 4;

/**
 * Hashes in a worker thread, so that decrypting and hashing use two cores. Bytes are copied into buffers that go to the
 * worker and come back emptied.
 * @param entry the worker's program: `hash-worker.ts`, or what it was bundled to
 */
export function hashInWorker(entry: URL = new URL('./hash-worker.ts', import.meta.url)): WorkerLanes {
  const worker = new Worker(entry);
  const waiting = new Map<number, { resolve: (digest: string) => void; reject: (cause: unknown) => void }>();
  const spare: ArrayBuffer[] = [];
  let buffer = new ArrayBuffer(BUFFER);
  let view = new Uint8Array(buffer);
  let used = 0;
  let open: { lane: number; algorithm: Algorithm }[] = [];
  let pieces: { lane: number; from: number; to: number; isLast: boolean }[] = [];
  let away = 0;
  let lanes = 0;
  let failure: unknown;
  let relief: { promise: Promise<void>; resolve: () => void } | undefined;

  const relieve = () => {
    relief?.resolve();
    relief = undefined;
  };
  worker.on('message', ({ buffer: back, digests }: HashReply) => {
    away -= 1;
    spare.push(back);
    for (const { lane, digest } of digests) {
      waiting.get(lane)?.resolve(digest);
      waiting.delete(lane);
    }
    if (away < AHEAD) relieve();
  });
  worker.on('error', (cause) => {
    failure = cause;
    for (const { reject } of waiting.values()) reject(cause);
    waiting.clear();
    relieve();
  });

  const send = () => {
    if (failure !== undefined) throw failure;
    if (pieces.length === 0) return;
    const work: HashWork = { buffer, used, open, pieces };
    worker.postMessage(work, [buffer]);
    away += 1;
    buffer = spare.pop() ?? new ArrayBuffer(BUFFER);
    view = new Uint8Array(buffer);
    used = 0;
    open = [];
    pieces = [];
  };

  const newLane = <Digest>(algorithm: Algorithm, brand: (text: string) => Digest | undefined): HashLane<Digest> => {
    const lane = lanes++;
    open.push({ lane, algorithm });
    return {
      update(bytes) {
        for (let at = 0; at < bytes.length; ) {
          const count = Math.min(bytes.length - at, BUFFER - used);
          view.set(bytes.subarray(at, at + count), used);
          const last = pieces.at(-1);
          if (last?.lane === lane) last.to += count;
          else pieces.push({ lane, from: used, to: used + count, isLast: false });
          used += count;
          at += count;
          if (used === BUFFER) send();
        }
      },
      async digest() {
        pieces.push({ lane, from: used, to: used, isLast: true });
        const promise = new Promise<string>((resolve, reject) => waiting.set(lane, { resolve, reject }));
        // Met where the digest is awaited; this keeps it from counting as unhandled until then.
        promise.catch(() => undefined);
        // Small members share a buffer; what is left is sent once the caller has nothing more to give at once.
        setImmediate(() => failure === undefined && send());
        const digest = brand(await promise);
        if (digest === undefined) throw new Error('the worker gave something that is no digest');
        return digest;
      },
    };
  };

  return {
    sha384: () => newLane<Sha384>('sha384', asSha384),
    sha256: () => newLane<Sha256>('sha256', asSha256),
    pressure() {
      if (failure !== undefined) throw failure;
      if (away < AHEAD) return undefined;
      if (relief === undefined) {
        const { promise, resolve } = Promise.withResolvers<void>();
        relief = { promise, resolve };
      }
      return relief.promise;
    },
    async close() {
      await worker.terminate();
    },
  };
}
