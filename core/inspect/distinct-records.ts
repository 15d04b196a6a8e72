import { jsonText } from '../json/value.ts';
import type { AttemptLocator, AttemptRecord } from './attempt-record.ts';
import type { Findings } from './finding.ts';
import type { LogHeader } from './header.ts';
import { readRecord } from './read-record.ts';
import type { SampleDocument } from './sample-document.ts';

/**
 * Turns opened samples into records, each attempt once: identity is the id as JSON and the epoch, whatever the members
 * are called. A second sample of the same identity is left out, and the log's findings say so.
 */
export async function* distinctRecords(
  samples: AsyncIterable<{ sample: SampleDocument; locator: AttemptLocator }>,
  header: LogHeader,
  findings: Findings,
): AsyncGenerator<AttemptRecord> {
  const seen = new Set<string>();
  const firstScorer = header.scores[0]?.scorer;
  for await (const { sample, locator } of samples) {
    const record = await readRecord(sample, locator, firstScorer);
    const identity = `${record.epoch}:${jsonText(record.sampleId)}`;
    if (!seen.has(identity)) {
      seen.add(identity);
      yield record;
      continue;
    }
    const where = locator.kind === 'span' ? `at byte ${locator.start}` : locator.name;
    const detail = `Sample ${record.sampleIdText} at epoch ${record.epoch} stands twice; the first is read`;
    findings.addOnce('log.duplicate-attempt', where, detail);
  }
}
