/** How much a log may ask of the desk. Everything is counted in bytes or entries. */
export interface Budgets {
  /** Decompressed bytes of one member of the ZIP. */
  readonly maxMemberBytes: number;
  /** Entries in the central directory. */
  readonly maxEntries: number;
  /** Bytes of the central directory itself. */
  readonly maxDirectoryBytes: number;
  /** From this decompressed size on, the ratios below are enforced. */
  readonly ratioFromBytes: number;
  /** Decompressed to compressed, for deflate and stored: deflate cannot pass 1032, and text stays far below. */
  readonly maxDeflateRatio: number;
  /** The same for zstd, whose long window packs a repeated history far better. */
  readonly maxZstdRatio: number;
  /** Levels of nesting in any JSON of the log. */
  readonly maxDepth: number;
  /** A sample larger than this is read piece by piece, never as one tree. */
  readonly treeBytes: number;
}

const MIB = 1024 * 1024;

export const DEFAULT_BUDGETS: Budgets = {
  maxMemberBytes: 1024 * MIB,
  maxEntries: 4_000_000,
  maxDirectoryBytes: 512 * MIB,
  ratioFromBytes: 64 * MIB,
  maxDeflateRatio: 250,
  maxZstdRatio: 1500,
  maxDepth: 512,
  treeBytes: 8 * MIB,
};
