import type { Sha256, Sha384 } from '../brand.ts';
import { Sha256Stream, Sha384Stream } from '../crypto/digest.ts';

/** One running hash. */
export interface HashLane<Digest = Sha384> {
  /** Takes the next bytes; they may be overwritten as soon as it returns. */
  update(bytes: Uint8Array): void;
  /** Ends the hash. */
  digest(): Promise<Digest>;
}

/** Where hashes are computed: in this thread, or in another one beside it (`hash-worker.ts`). */
export interface HashLanes {
  sha384(): HashLane<Sha384>;
  sha256(): HashLane<Sha256>;
  /** A promise to wait for before more bytes are given, or undefined where more can be taken at once. */
  pressure(): Promise<void> | undefined;
}

function lane<Digest>(stream: { update(bytes: Uint8Array): unknown; digest(): Digest }): HashLane<Digest> {
  return {
    update: (bytes) => {
      stream.update(bytes);
    },
    digest: async () => stream.digest(),
  };
}

/** Hashes in the calling thread. */
export const IN_THREAD: HashLanes = {
  sha384: () => lane(new Sha384Stream()),
  sha256: () => lane(new Sha256Stream()),
  pressure: () => undefined,
};
