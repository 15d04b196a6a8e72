import { type LogAudit, LogAuditor } from '../inspect/audit-log.ts';
import { openLog } from '../inspect/open-log.ts';
import type { Verdict } from '../inspect/recompute.ts';
import { readScoreTable } from '../scores/table.ts';
import type { MemberReading, ReadMember } from './read-member.ts';

/**
 * Reads a member as the house reads it: an Inspect log from front to back, one attempt at a time, with everything that
 * it claims recomputed; a score table row by row. Nothing is kept but the findings and the count of claims.
 */
export const readWithHouse: ReadMember = async (member, source, options) => {
  if (member.role === 'scores') {
    for await (const row of readScoreTable(source, options)) void row;
    return { findings: [], claims: { matched: 0, mismatched: 0, notRecomputable: 0 } };
  }
  const log = await openLog(source, options);
  const auditor = new LogAuditor(log);
  for await (const attempt of log.attempts()) auditor.add(attempt);
  return readingOf(member.name, await auditor.finish());
};

/** @returns what an audit says, as the reading of a bundle's member. */
export function readingOf(name: string, audit: LogAudit): MemberReading {
  const count = (verdict: Verdict) => audit.recomputed.filter((row) => row.verdict === verdict).length;
  return {
    findings: audit.findings.map(({ code, severity, member, detail }) => {
      return { code, severity, member: name, place: member, detail };
    }),
    claims: {
      matched: count('match'),
      mismatched: count('mismatch'),
      notRecomputable: count('not-recomputable'),
    },
  };
}
