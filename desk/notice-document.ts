import { type Notice, parseNotice } from '../core/decision/notice.ts';
import { parseEnvelope } from '../core/envelope/dsse.ts';
import { toInstant } from '../core/instant.ts';
import type { ReadableDb } from '../db/handle.ts';
import { listNotices } from '../db/repositories/notice.ts';
import type { Output } from './contract.ts';

type NoticeDocument = Output<'previewNotice'>;

/** Lays a notice out to be read, the same before it is signed and after. */
export function noticeDocument(notice: Notice): NoticeDocument {
  return {
    marking: notice.marking,
    determinationText: notice.determinationText,
    authorityLine: notice.authorityLine,
    effect: notice.effect,
    decidedAt: toInstant(Date.parse(notice.decidedAt)),
    decisionDigest: notice.decision?.digest ?? null,
    issuedBy: { name: notice.issuedBy.name, agency: notice.issuedBy.agency ?? notice.issuedBy.organization },
    issuedAt: toInstant(Date.parse(notice.issuedAt)),
    recipient: notice.recipient ?? null,
    remarks: notice.remarks.map(({ portionMarking, text }) => ({ marking: portionMarking, text })),
  };
}

/** @returns the notices of a decision as they were signed, in the order they were made */
export function signedNotices(db: ReadableDb, decisionId: string): Output<'showCase'>['notices'] {
  return listNotices(db, decisionId).map(({ id, decision, digest, by, at, envelope }) => ({
    noticeId: id,
    decisionId: decision,
    digest,
    by,
    at,
    document: noticeDocument(parseNotice(parseEnvelope(envelope).payload).notice),
  }));
}
