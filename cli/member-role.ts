import type { MemberRole } from '../core/bundle/manifest.ts';
import type { ByteSource } from '../core/bytes/source.ts';
import { isRefusal } from '../core/failure.ts';
import { openLog } from '../core/inspect/open-log.ts';
import { readScoreTable } from '../core/scores/table.ts';

/** The first bytes that a ZIP, and with it a log of Inspect's binary kind, begins with. */
const ZIP = [0x50, 0x4b];

/**
 * Tells what an input is for. A log is one that opens as a log, whatever it is called; a file called `.eval` must open as
 * one. A score table is one called `.csv` or `.jsonl` whose first row reads as one. The rest are attachments.
 * @throws Refusal `zip.*`, `log.*` for a broken `.eval`; `scores.*` for a CSV with a score table's header and a bad first row
 */
export async function memberRole(name: string, source: ByteSource, signal: AbortSignal): Promise<MemberRole> {
  const lower = name.toLowerCase();
  if (lower.endsWith('.csv') || lower.endsWith('.jsonl')) return tableRole(lower, source, signal);
  const isEval = lower.endsWith('.eval');
  const start = await source.read(0, Math.min(ZIP.length, source.size));
  const isZip = start.length === ZIP.length && ZIP.every((byte, index) => start[index] === byte);
  if (!isEval && !isZip && !lower.endsWith('.json')) return 'attachment';
  try {
    await openLog(source, { signal });
    return 'inspect-log';
  } catch (error) {
    if (isEval || !isRefusal(error) || error.code === 'cancelled') throw error;
    return 'attachment';
  }
}

async function tableRole(name: string, source: ByteSource, signal: AbortSignal): Promise<MemberRole> {
  try {
    for await (const row of readScoreTable(source, { signal })) {
      void row;
      return 'scores';
    }
    return 'attachment';
  } catch (error) {
    // Any JSONL has rows of its own, so only a CSV whose header fits says that it means to be a score table.
    const isAnother = isRefusal(error, 'scores.header') || (isRefusal(error, 'scores.row') && name.endsWith('.jsonl'));
    if (isAnother) return 'attachment';
    throw error;
  }
}
