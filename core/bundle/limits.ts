/** How much a bundle may ask of the reader before anything in it is trusted. `docs/formats/evaluation-bundle.md` lists them. */
export const LIMITS = {
  /** Members beside the manifest. */
  members: 10_000,
  /** Numbers that a producer's sequence may go on by at once, from 0 before the first bundle. */
  sequenceLeap: 1_000_000_000,
  /** Bytes of the signed manifest's envelope. */
  manifestBytes: 16 * 1024 * 1024,
  /** Bytes of one extended tar header (pax record block or GNU long name). */
  extendedHeaderBytes: 64 * 1024,
  /** Extended headers that may stand before one member. */
  extendedHeaders: 4,
  /** UTF-8 bytes of a member's name. */
  nameBytes: 512,
  /** Bytes of one member: 1 TiB. */
  memberBytes: 2 ** 40,
  /** Zero bytes after the end-of-archive mark: a tar may pad to its blocking factor. */
  tailBytes: 1024 * 1024,
} as const;

/** The first member of every bundle: the signed manifest. */
export const MANIFEST_NAME = 'bundle.dsse.json';
