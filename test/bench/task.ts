/** What a process of the benches does, told as one JSON argument. Paths are of files made by `fixture.ts`. */
export type Task =
  /** Decrypts a bundle and holds every member against its digest, as `openAge` and `checkMembers` do. */
  | { readonly kind: 'members'; readonly bundle: string; readonly identity: string; readonly lanes: Lanes }
  /** The whole checklist without a vault; `logs` says whether logs are read as well. */
  | {
      readonly kind: 'check';
      readonly bundle: string;
      readonly identity: string;
      readonly roster: string;
      readonly root: string;
      /** Milliseconds since 1970. */
      readonly now: number;
      readonly lanes: Lanes;
      readonly logs: boolean;
    }
  /** Imports a bundle into a vault, which must not hold it yet. */
  | { readonly kind: 'import'; readonly bundle: string; readonly vault: string; readonly now: number }
  /** The baseline of the import: see `bare-parse.ts`. */
  | { readonly kind: 'parse'; readonly logs: readonly string[] }
  /** The baseline of unlocking: one key derived from a passphrase, at the strength for small machines. */
  | { readonly kind: 'derive' }
  /** The baseline of the payload where age is not installed: SHA-384 of a plain file. */
  | { readonly kind: 'hash'; readonly file: string };

/** Where hashes are computed: in the thread that decrypts, or in one beside it. */
export type Lanes = 'in-thread' | 'worker';

/** What the process says when it is done. */
export interface TaskResult {
  /** Of the work alone, without the start of the process. */
  readonly seconds: number;
  /** Processor time of the work, all threads together: it wobbles less where other programs run. */
  readonly cpuSeconds: number;
  /** The process's largest resident set, in bytes. */
  readonly peakBytes: number;
}
