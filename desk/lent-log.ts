import type { Sha384 } from '../core/brand.ts';
import type { ByteSource } from '../core/bytes/source.ts';
import type { InspectLog } from '../core/inspect/inspect-log.ts';
import { openLog } from '../core/inspect/open-log.ts';
import type { Vault } from '../db/vault.ts';
import type { Desk } from './desk.ts';
import { withEvidence } from './open-evidence.ts';

/** A member of a bundle that is opened anew for each piece of work: what was learnt of it stays, its bytes do not. */
class LentSource implements ByteSource {
  readonly size: number;
  #from: ByteSource | undefined;

  constructor(size: number) {
    this.size = size;
  }

  async during<T>(from: ByteSource, work: () => Promise<T>): Promise<T> {
    this.#from = from;
    try {
      return await work();
    } finally {
      this.#from = undefined;
    }
  }

  read(offset: number, length: number): Promise<Uint8Array> {
    if (this.#from === undefined) throw new Error('a log was read after its evidence was closed');
    return this.#from.read(offset, length);
  }
}

interface KnownLog {
  readonly digest: Sha384;
  readonly member: string;
  readonly source: LentSource;
  readonly log: InspectLog;
}

// The directory of a log of a hundred thousand samples takes some tenths of a second to read, and a person reads one
// sample of a log after the other. The evidence is proven anew each time, so what is known of it still holds.
const lastRead = new WeakMap<Vault, KnownLog>();

/**
 * Opens a log of the evidence and lends it to one piece of work.
 * @param member the log's name in its bundle
 * @throws Refusal as `withEvidence` and `openLog` do
 */
export function withLog<T>(
  desk: Desk,
  digest: Sha384,
  member: string,
  work: (log: InspectLog) => Promise<T>,
): Promise<T> {
  return withEvidence(desk, digest, async (bundle) => {
    const bytes = bundle.member(member);
    const last = lastRead.get(desk.vault);
    // It is in one hand at a time: whoever comes meanwhile opens the log anew.
    lastRead.delete(desk.vault);
    const known = last?.digest === digest && last.member === member ? last : undefined;
    const source = known?.source ?? new LentSource(bytes.size);
    return source.during(bytes, async () => {
      const log = known?.log ?? (await openLog(source, desk.signal ? { signal: desk.signal } : {}));
      const done = await work(log);
      // A signal belongs to one act.
      if (desk.signal === undefined) lastRead.set(desk.vault, { digest, member, source, log });
      return done;
    });
  });
}
