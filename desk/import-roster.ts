import { allPassed, type CheckStep } from '../core/envelope/checklist.ts';
import { Refusal } from '../core/failure.ts';
import { parseRoster } from '../core/identity/roster.ts';
import { checkSuccession } from '../core/identity/roster-succession.ts';
import { toInstant } from '../core/instant.ts';
import { addRosterVersion, currentRoster } from '../db/repositories/roster-version.ts';
import type { Desk } from './desk.ts';
import { readDocument } from './document.ts';
import { latestRoster, pinnedRootKeys } from './roster-in-force.ts';
import { CUSTODIAN } from './standing.ts';
import { recorded } from './trail.ts';
import { useCase } from './use-case.ts';

/** Takes a new roster: signed by the pinned root, sound, in force, and following the one in use. */
export const importRoster = useCase('importRoster', CUSTODIAN, async (desk, { path }) => {
  const envelope = readDocument(path);
  const { roster, digest, steps } = parseRoster(envelope, pinnedRootKeys(desk), toInstant(desk.clock()));
  const all: CheckStep[] = [...steps];
  const isSame = roster !== undefined && allPassed(steps) && addSuccession(desk, { roster, digest }, all);
  const failed = all.find(({ outcome }) => outcome === 'failed');
  if (failed !== undefined || roster === undefined) {
    const code = failed?.code ?? 'roster.unreadable';
    recorded(desk, () => ({
      result: undefined,
      events: [{ act: 'roster.refused', subject: 'roster', detail: { rosterDigest: digest, code } }],
    }));
    throw new Refusal(code, `The roster was not taken. ${failed?.detail ?? ''}`.trim(), {
      where: path,
      remedy: `${currentRoster(desk.vault.db) === undefined ? 'There is still no roster here.' : 'The roster in use stays as it is.'} Ask the roster authority.`,
    });
  }
  if (!isSame) {
    recorded(desk, (db, at) => {
      addRosterVersion(db, {
        digest,
        rosterId: roster.rosterId,
        sequence: roster.sequence,
        issuedAt: roster.issuedAt,
        envelope,
        importedBy: desk.actor,
        importedAt: at,
      });
      const detail = { rosterId: roster.rosterId, rosterSequence: roster.sequence, rosterDigest: digest };
      return { result: undefined, events: [{ act: 'roster.imported', subject: roster.rosterId, detail }] };
    });
  }
  return { rosterId: roster.rosterId, sequence: roster.sequence, digest, steps: all };
});

/** Adds the step of succession. @returns true where the roster is the one in use already */
function addSuccession(desk: Desk, next: Parameters<typeof checkSuccession>[1], steps: CheckStep[]): boolean {
  const { succession, step } = checkSuccession(latestRoster(desk), next);
  steps.push(step);
  return succession === 'same';
}
