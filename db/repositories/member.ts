import type { Sha384 } from '../../core/brand.ts';
import { MEMBER_ROLES, type MemberRole } from '../../core/bundle/manifest.ts';
import { digestFrom, oneOf } from '../column.ts';
import { all, get, type ReadableDb, run, type WritableDb } from '../handle.ts';
import { asBundleRow, asMemberRow, type BundleRow, type MemberRow } from '../row-id.ts';

/** One file inside a bundle, and where it lies in the opened payload. */
export interface NewMember {
  readonly bundle: BundleRow;
  readonly name: string;
  /** Bytes. */
  readonly size: number;
  /** First byte in the tar, 0-based. */
  readonly offset: number;
  readonly digest: Sha384;
  readonly role: MemberRole;
  readonly marking: string;
  readonly mediaType: string | null;
}

export interface StoredMember extends NewMember {
  readonly row: MemberRow;
}

interface Row {
  readonly id: number;
  readonly bundle: number;
  readonly name: string;
  readonly size: number;
  readonly offset: number;
  readonly digest: string;
  readonly role: string;
  readonly marking: string;
  readonly media_type: string | null;
}

function memberOf(row: Row): StoredMember {
  return {
    row: asMemberRow(row.id),
    bundle: asBundleRow(row.bundle),
    name: row.name,
    size: row.size,
    offset: row.offset,
    digest: digestFrom(row.digest),
    role: oneOf(MEMBER_ROLES, row.role),
    marking: row.marking,
    mediaType: row.media_type,
  };
}

export function addMember(db: WritableDb, member: NewMember): MemberRow {
  const { id } = run(
    db,
    `INSERT INTO member (bundle, name, size, offset, digest, role, marking, media_type)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
    member.bundle,
    member.name,
    member.size,
    member.offset,
    member.digest,
    member.role,
    member.marking,
    member.mediaType,
  );
  return asMemberRow(id);
}

export function getMember(db: ReadableDb, row: MemberRow): StoredMember | undefined {
  const found = get<Row>(db, 'SELECT * FROM member WHERE id = ?', row);
  return found && memberOf(found);
}

/** @returns the members in the order of the bundle. */
export function listMembers(db: ReadableDb, bundle: BundleRow): StoredMember[] {
  return all<Row>(db, 'SELECT * FROM member WHERE bundle = ? ORDER BY id', bundle).map(memberOf);
}
