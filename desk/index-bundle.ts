import type { Instant, PersonId, Sha384 } from '../core/brand.ts';
import type { OpenBundle } from '../core/bundle/open.ts';
import type { MemberReading, ReadMember } from '../core/bundle/read-member.ts';
import { type Envelope, serializeEnvelope } from '../core/envelope/dsse.ts';
import type { WritableDb } from '../db/handle.ts';
import { addIndexDigest, memberRowsDigest } from '../db/index-digest.ts';
import { addBundle, discardBundle } from '../db/repositories/bundle.ts';
import { addMember } from '../db/repositories/member.ts';
import type { BundleRow, MemberRow } from '../db/row-id.ts';
import { transaction } from '../db/transaction.ts';
import { thinRows } from './discard-rows.ts';
import { type IndexOptions, indexLog } from './index-log.ts';
import { indexTable } from './index-table.ts';
import { writing } from './index-write.ts';

/** What is known of a bundle before its manifest is. */
export interface Received {
  readonly digest: Sha384;
  /** Bytes. */
  readonly size: number;
  readonly rosterDigest: Sha384;
  readonly by: PersonId;
  readonly at: Instant;
}

/**
 * Writes a bundle's rows while its verification reads it, so that every log is read once. The rows count for nothing
 * until the bundle is accepted, and `discard` takes them away again.
 */
export class BundleIndexer {
  readonly #db: WritableDb;
  readonly #received: Received;
  readonly #onProgress: IndexOptions['onProgress'];
  readonly #onMember: ((before: number, of: number) => void) | undefined;
  readonly #members = new Map<string, MemberRow>();
  #row: BundleRow | undefined;
  #readers = 0;
  #read = 0;
  #runs = 0;
  #attempts = 0;

  /** @param onMember told before each log or score table how many were read before it, of how many */
  constructor(
    db: WritableDb,
    received: Received,
    onProgress: IndexOptions['onProgress'],
    onMember?: (before: number, of: number) => void,
  ) {
    this.#db = db;
    this.#received = received;
    this.#onProgress = onProgress;
    this.#onMember = onMember;
  }

  /** The bundle's row; undefined until its members were found whole. */
  get row(): BundleRow | undefined {
    return this.#row;
  }

  get runs(): number {
    return this.#runs;
  }

  get attempts(): number {
    return this.#attempts;
  }

  /** Makes the rows of the bundle and its members: the hook `onMembersComplete` of the verification. */
  readonly begin = (bundle: OpenBundle, envelope: Envelope): void => {
    const { manifest, manifestDigest, members, headDigest } = bundle;
    const { digest, size, rosterDigest, by, at } = this.#received;
    this.#readers = members.filter(({ role }) => role !== 'attachment').length;
    this.#row = writing(() =>
      transaction(this.#db, (db) => {
        const row = addBundle(db, {
          sealedDigest: digest,
          sealedSize: size,
          bundleId: manifest.bundleId,
          producerId: manifest.producerId,
          sequence: manifest.sequence,
          caseKey: manifest.case.caseKey,
          developer: manifest.case.developer,
          model: manifest.case.model,
          version: manifest.case.version,
          role: manifest.case.role,
          marking: manifest.marking,
          createdAt: manifest.createdAt,
          windowOpensAt: manifest.accessWindow?.opensAt ?? null,
          windowClosesAt: manifest.accessWindow?.closesAt ?? null,
          envelope: serializeEnvelope(envelope),
          manifestDigest,
          headDigest,
          rosterDigest,
          receivedBy: by,
          receivedAt: at,
        });
        for (const member of members) {
          const { name, size: bytes, offset, digest: sha384, role, marking, mediaType } = member;
          const place = { bundle: row, name, size: bytes, offset, digest: sha384, role, marking };
          this.#members.set(name, addMember(db, { ...place, mediaType: mediaType ?? null }));
        }
        return row;
      }),
    );
  };

  /** Reads one log or score table into the vault: the hook `readMember` of the verification. */
  readonly readMember: ReadMember = async (member, source, { signal }): Promise<MemberReading> => {
    const row = this.#members.get(member.name);
    if (this.#row === undefined || row === undefined) throw new Error('a member was read before its bundle was begun');
    const place = { db: this.#db, bundle: this.#row, member: row, name: member.name, at: this.#received.at };
    const options = {
      ...(signal === undefined ? {} : { signal }),
      ...(this.#onProgress === undefined ? {} : { onProgress: this.#onProgress }),
    };
    this.#onMember?.(this.#read, this.#readers);
    this.#read += 1;
    const isTable = member.role === 'scores';
    const { reading, attempts } = await (isTable ? indexTable : indexLog)(place, source, options);
    const digest = await memberRowsDigest(this.#db, row, signal);
    writing(() => addIndexDigest(this.#db, row, digest));
    if (!isTable) this.#runs += 1;
    this.#attempts += attempts;
    return reading;
  };

  /** Takes most rows away before `discard`, without keeping other writers waiting. */
  async thin(): Promise<void> {
    if (this.#row !== undefined) await thinRows(this.#db, this.#row);
  }

  /** Takes every row of the bundle away; it may be called again, as when a transaction around it was undone. */
  discard(): void {
    if (this.#row !== undefined) discardBundle(this.#db, this.#row);
  }
}
