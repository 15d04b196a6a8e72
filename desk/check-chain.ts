import { openCheckpoint } from '../core/audit/checkpoint.ts';
import type { ChainHead } from '../core/audit/event.ts';
import { type ChainReport, verifyChain } from '../core/audit/verify.ts';
import { counted } from '../core/counted.ts';
import type { PublicKey } from '../core/crypto/public-key.ts';
import { parseDecision } from '../core/decision/decision.ts';
import { personKeys } from '../core/decision/opening.ts';
import type { CheckStep } from '../core/envelope/checklist.ts';
import { isRefusal, Refusal } from '../core/failure.ts';
import { parseCard } from '../core/identity/card.ts';
import { parseRoster } from '../core/identity/roster.ts';
import { iterateAuditEvents } from '../db/repositories/audit-event.ts';
import { listCases } from '../db/repositories/case-file.ts';
import { listCheckpoints } from '../db/repositories/checkpoint.ts';
import { listDecisionsOfCase } from '../db/repositories/decision.ts';
import { listPersons } from '../db/repositories/person.ts';
import { listRosterVersions } from '../db/repositories/roster-version.ts';
import type { Desk } from './desk.ts';
import { readDocument } from './document.ts';
import { pinnedRootKeys } from './roster-in-force.ts';

/** Every key that may have signed a checkpoint here: of the persons of all rosters, and of those enrolled. */
function signerKeys(desk: Desk): PublicKey[] {
  const { db } = desk.vault;
  const root = pinnedRootKeys(desk);
  const ofRosters = listRosterVersions(db).flatMap(({ envelope, issuedAt }) => {
    const { roster } = parseRoster(envelope, root, issuedAt);
    return roster === undefined ? [] : personKeys(roster).map(({ key }) => key);
  });
  return [...ofRosters, ...listPersons(db).flatMap(({ card }) => [...parseCard(card).keys])];
}

interface Anchors {
  readonly points: readonly ChainHead[];
  readonly steps: readonly CheckStep[];
}

/** Checkpoints of the vault and those brought along, each signed by somebody known here and of this very vault. */
function checkpointAnchors(desk: Desk, brought: readonly string[]): Anchors {
  const keys = signerKeys(desk);
  const sources = [
    ...listCheckpoints(desk.vault.db).map(({ sequence, envelope }) => ({
      name: `checkpoint at event ${sequence}`,
      envelope,
    })),
    ...brought.map((path) => ({ name: path, envelope: readDocument(path) })),
  ];
  const points: ChainHead[] = [];
  const faults: string[] = [];
  for (const { name, envelope } of sources) {
    try {
      const { checkpoint } = openCheckpoint(envelope, keys);
      if (checkpoint.vaultId !== desk.vault.vaultId) throw new Refusal('audit.checkpoint', 'It is of another vault.');
      points.push({ sequence: checkpoint.sequence, digest: checkpoint.head });
    } catch (error) {
      if (!isRefusal(error)) throw error;
      faults.push(`${name}: ${error.message}`);
    }
  }
  // The copy of a checkpoint that was exported is the same checkpoint.
  const distinct = new Set(points.map(({ sequence, digest }) => `${sequence} ${digest}`));
  const step: CheckStep =
    faults.length > 0
      ? { step: 'checkpoints', outcome: 'failed', code: 'audit.checkpoint', detail: faults.join(' ') }
      : points.length > 0
        ? {
            step: 'checkpoints',
            outcome: 'passed',
            code: null,
            detail: `Good: ${counted(distinct.size, 'signed checkpoint')}.`,
          }
        : {
            step: 'checkpoints',
            outcome: 'not-checked',
            code: null,
            detail: 'There is no checkpoint yet; a log cut off at its end would not be noticed.',
          };
  return { points, steps: [step] };
}

/** Each decision names the head of the chain at its making, under the signatures of persons. */
function decisionAnchors(desk: Desk): ChainHead[] {
  const { db } = desk.vault;
  return listCases(db).flatMap(({ id }) =>
    listDecisionsOfCase(db, id).map(({ payload }) => {
      const { sequence, digest } = parseDecision(payload).decision.auditHead;
      return { sequence, digest };
    }),
  );
}

function chainSteps(report: ChainReport): CheckStep[] {
  const failures = report.findings.filter(({ severity }) => severity === 'failure');
  const warnings = report.findings.filter(({ severity }) => severity === 'warning');
  const told: CheckStep[] = [...failures, ...warnings].slice(0, 50).map(({ code, detail, severity, sequence }) => ({
    step: `event ${sequence}`,
    outcome: severity === 'failure' ? 'failed' : 'warning',
    code,
    detail,
  }));
  const whole: CheckStep =
    failures.length === 0
      ? {
          step: 'chain',
          outcome: 'passed',
          code: null,
          detail:
            report.events === 1 ? 'There is one event.' : `${report.events} events follow each other without a gap.`,
        }
      : {
          step: 'chain',
          outcome: 'failed',
          code: failures[0]?.code ?? null,
          detail: `${counted(failures.length, 'fault')} in ${counted(report.events, 'event')}.`,
        };
  return [whole, ...told];
}

/** The chain as it was read, and the steps that checked it. */
export interface CheckedChain {
  readonly report: ChainReport;
  readonly steps: readonly CheckStep[];
}

/**
 * Verifies the audit log: every event's digest, its place in the chain, and every signed anchor of the chain.
 * @param brought files of checkpoints that were exported earlier; the vault's own are always used
 */
export function checkChain(desk: Desk, brought: readonly string[]): CheckedChain {
  const anchors = checkpointAnchors(desk, brought);
  const points = [...anchors.points, ...decisionAnchors(desk)].map(({ sequence, digest }) => ({
    sequence,
    head: digest,
  }));
  const report = verifyChain(iterateAuditEvents(desk.vault.db), { checkpoints: points });
  return { report, steps: [...chainSteps(report), ...anchors.steps] };
}
