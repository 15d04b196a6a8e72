import type { Brand } from '../core/brand.ts';

/** A bundle's row in this vault; outside it a bundle is named by the digest of its sealed file. */
export type BundleRow = Brand<number, 'BundleRow'>;
/** A member's row in this vault. */
export type MemberRow = Brand<number, 'MemberRow'>;
/** A run's row in this vault; outside it a run is named by its `RunId`. */
export type RunRow = Brand<number, 'RunRow'>;
/** An attempt's row in this vault; outside it an attempt is named by its run, sample id and epoch. */
export type AttemptRow = Brand<number, 'AttemptRow'>;
/** A quarantine entry's row in this vault. */
export type QuarantineRow = Brand<number, 'QuarantineRow'>;

/* Row ids are given by SQLite and read back by the repositories; these name them. */
export const asBundleRow = (id: number): BundleRow => id as BundleRow;
export const asMemberRow = (id: number): MemberRow => id as MemberRow;
export const asRunRow = (id: number): RunRow => id as RunRow;
export const asAttemptRow = (id: number): AttemptRow => id as AttemptRow;
export const asQuarantineRow = (id: number): QuarantineRow => id as QuarantineRow;
