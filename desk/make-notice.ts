import { sha384 } from '../core/crypto/digest.ts';
import { parseDecision } from '../core/decision/decision.ts';
import { buildNotice, type Notice, parseNotice } from '../core/decision/notice.ts';
import { signPayload } from '../core/decision/sign.ts';
import { Refusal } from '../core/failure.ts';
import { toInstant } from '../core/instant.ts';
import { parseStrictJson } from '../core/json/strict.ts';
import { SOFTWARE } from '../core/software.ts';
import { getAssessment } from '../db/repositories/assessment.ts';
import { addNotice } from '../db/repositories/notice.ts';
import { listRunsOfCase } from '../db/repositories/run.ts';
import { newUuid } from '../db/uuid.ts';
import { requireMarkedHere } from './ceiling.ts';
import type { Input } from './contract.ts';
import { requireDecision } from './decision-file.ts';
import type { Desk } from './desk.ts';
import { requireCase } from './find-case.ts';
import { bannerWritten, markingProfile } from './marking-profile.ts';
import { noticeDocument } from './notice-document.ts';
import { signatory, withSigningKeys } from './person-keys.ts';
import { recorded } from './trail.ts';
import { useCase } from './use-case.ts';

/** What is signed, the notice that it says, and the decision that it is of. */
interface BuiltNotice {
  readonly caseId: string;
  readonly decisionId: string;
  readonly noticeId: string;
  readonly payload: Uint8Array;
  readonly notice: Notice;
}

/** Builds and checks the notice of a complete decision; it is neither signed nor kept. */
function builtNotice(desk: Desk, input: Input<'makeNotice'>): BuiltNotice {
  const { db } = desk.vault;
  const file = requireCase(desk, input.caseId);
  const stored = requireDecision(db, file.id, ['complete']);
  const { decision, digest } = parseDecision(stored.payload);
  if (decision.determinedBy.personId !== desk.actor) {
    throw new Refusal('desk.not-allowed', 'A notice is signed by the official who made the determination.', {
      where: decision.determinedBy.personId,
    });
  }
  requireMarkedHere(desk, input.marking, 'notice');
  const assessment = getAssessment(db, stored.assessmentId);
  const noticeId = newUuid();
  const payload = buildNotice(
    decision,
    digest,
    {
      noticeId,
      issuedAt: toInstant(desk.clock()),
      marking: input.marking,
      ...(input.recipient === undefined ? {} : { recipient: input.recipient }),
      remarks: input.remarks.map(({ marking: portionMarking, text }) => ({ portionMarking, text })),
      linkDecision: input.linkDecision,
      software: SOFTWARE,
    },
    {
      ceiling: bannerWritten(db, input.marking),
      profile: markingProfile(db),
      assessment: assessment === undefined ? null : parseStrictJson(assessment.document),
      names: listRunsOfCase(db, file.id).map(({ task }) => task),
    },
  );
  return { caseId: file.id, decisionId: stored.id, noticeId, payload, notice: parseNotice(payload).notice };
}

/** Shows the notice as it would be signed, with every check that signing it makes. */
export const previewNotice = useCase('previewNotice', { roles: ['determining-official'] }, async (desk, input) =>
  noticeDocument(builtNotice(desk, input).notice),
);

/**
 * Makes the releasable notice of a complete decision: a new document with its own marking and nothing of the evidence,
 * signed again by the official who determined. It leaves the desk by an export of its own.
 */
export const makeNotice = useCase('makeNotice', { roles: ['determining-official'] }, async (desk, input) => {
  const { caseId, decisionId, noticeId, payload, notice } = builtNotice(desk, input);
  const envelope = await withSigningKeys(desk, signatory(desk), (keys) => signPayload(payload, keys));
  const noticeDigest = sha384(payload);
  recorded(desk, (writable, at) => {
    addNotice(writable, {
      id: noticeId,
      decision: decisionId,
      digest: noticeDigest,
      marking: input.marking,
      envelope,
      by: desk.actor,
      at,
    });
    return {
      result: undefined,
      events: [
        { act: 'notice.made', subject: caseId, detail: { noticeId, decisionId, noticeDigest } },
        { act: 'notice.signed', subject: noticeId, detail: { noticeId, personId: desk.actor, noticeDigest } },
      ],
    };
  });
  const document = noticeDocument(notice);
  return { noticeId, digest: noticeDigest, marking: input.marking, text: notice.determinationText, document };
});
