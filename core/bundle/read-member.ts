import type { ByteSource } from '../bytes/source.ts';
import { Refusal } from '../failure.ts';
import type { FindingCode, Severity } from '../inspect/finding.ts';
import type { BundleMember } from './open.ts';

/** Something odd that a readable member says. It stands on the case and refuses nothing. */
export interface BundleFinding {
  readonly code: FindingCode | 'bundle.created-in-future';
  readonly severity: Severity;
  /** The bundle's member it was found in. */
  readonly member: string;
  /** Where in that member: a file inside a log's ZIP, or a place in its JSON; null for the member as a whole. */
  readonly place: string | null;
  readonly detail: string;
}

/** What the reading of one log or score table gave. */
export interface MemberReading {
  readonly findings: readonly BundleFinding[];
  /** How many of the values that it claims were recomputed, and how that came out. */
  readonly claims: { readonly matched: number; readonly mismatched: number; readonly notRecomputable: number };
}

/**
 * Reads one member of role `inspect-log` or `scores` and recomputes what it claims.
 * @throws Refusal (of any code) where the member cannot be read at all
 */
export type ReadMember = (
  member: BundleMember,
  source: ByteSource,
  options: { readonly signal?: AbortSignal },
) => Promise<MemberReading>;

/** Runs a reader and turns its refusal into `bundle.log-unreadable` or `bundle.scores-unreadable`. */
export async function readMember(
  read: ReadMember,
  member: BundleMember,
  source: ByteSource,
  options: { readonly signal?: AbortSignal },
): Promise<MemberReading> {
  try {
    return await read(member, source, options);
  } catch (cause) {
    if (!(cause instanceof Refusal) || cause.code === 'cancelled') throw cause;
    const isLog = member.role === 'inspect-log';
    throw new Refusal(
      isLog ? 'bundle.log-unreadable' : 'bundle.scores-unreadable',
      `${isLog ? 'An evaluation log' : 'A score table'} of the bundle cannot be read. ${cause.message}`,
      {
        where: member.name,
        remedy: 'The bundle is whole: the producer sealed it so. Ask the producer to check the file and to seal again.',
        cause,
      },
    );
  }
}
