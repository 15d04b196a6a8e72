import type { Change } from '../core/change.ts';
import { parseRoster } from '../core/identity/roster.ts';
import { rosterChanges } from '../core/identity/roster-changes.ts';
import { checkPolicy } from '../core/policy/check.ts';
import { policyChanges } from '../core/policy/policy-changes.ts';
import { listPolicyVersions } from '../db/repositories/policy-version.ts';
import { listRosterVersions } from '../db/repositories/roster-version.ts';
import { pinnedRootKeys } from './roster-in-force.ts';
import { ANY_ROLE } from './standing.ts';
import { useCase } from './use-case.ts';

/** Tells which rosters and policies were taken, and what each changed against the one before it. */
export const showVersions = useCase('showVersions', ANY_ROLE, async (desk) => {
  const { db } = desk.vault;
  const root = pinnedRootKeys(desk);
  // Each is read at the time of its own import: by now it may have run out.
  const rosters = listRosterVersions(db).map((version) => ({
    version,
    document: parseRoster(version.envelope, root, version.importedAt).roster,
  }));
  const policies = listPolicyVersions(db).map((version) => ({
    version,
    document: checkPolicy(version.envelope, root, version.importedAt).policy ?? undefined,
  }));
  return {
    rosters: withChanges(rosters, rosterChanges).map(({ version, ...more }) => ({
      rosterId: version.rosterId,
      sequence: version.sequence,
      issuedAt: version.issuedAt,
      ...takenOf(version),
      ...more,
    })),
    policies: withChanges(policies, policyChanges).map(({ version, ...more }) => ({
      policyId: version.policyId,
      version: version.version,
      ...takenOf(version),
      ...more,
    })),
  };
});

interface Read<Version, Document> {
  readonly version: Version;
  readonly document: Document | undefined;
}

function takenOf<T extends { readonly digest: string; readonly importedBy: string; readonly importedAt: string }>({
  digest,
  importedBy,
  importedAt,
}: T) {
  return { digest, importedBy, importedAt };
}

/** The newest first, each with what it changed against the one imported before it. */
function withChanges<Version, Document>(
  oldestFirst: readonly Read<Version, Document>[],
  compare: (before: Document, after: Document) => Change[],
): { version: Version; isInUse: boolean; changes: Change[] | null }[] {
  return oldestFirst
    .map(({ version, document }, index) => {
      const before = oldestFirst[index - 1];
      const isFirst = before === undefined;
      const isReadable = document !== undefined && before?.document !== undefined;
      return {
        version,
        isInUse: index === oldestFirst.length - 1,
        changes: isFirst ? [] : isReadable ? compare(before.document, document) : null,
      };
    })
    .reverse();
}
