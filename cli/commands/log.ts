import type { Command } from 'commander';
import { type ByteSource, fileSource } from '../../core/bytes/source.ts';
import { counted } from '../../core/counted.ts';
import { LogAuditor } from '../../core/inspect/audit-log.ts';
import { FINDING_SEVERITY } from '../../core/inspect/finding.ts';
import { openLog } from '../../core/inspect/open-log.ts';
import { type LogSummary, summaryOf } from '../../core/inspect/summary.ts';
import { addCommand } from '../command.ts';
import type { Console } from '../console.ts';
import { interruption } from '../interruption.ts';
import { ofFileLater } from '../of-file.ts';
import { showFindings } from '../show-findings.ts';
import { countText, valueText } from '../value-text.ts';
import { VERDICTS } from '../verdict-words.ts';

/** `scrutineer log`: reads an Inspect log that is not sealed, from front to back, and recomputes what it claims. */
export function addLogCommand(root: Command): void {
  addCommand(root, {
    signature: 'log <file>',
    description: 'read an Inspect log (.eval or .json) that is not sealed, and recompute what it claims',
    example: 'log logs/2026-09-01T08-00-00_harbour-ctf_abc.eval',
    more: 'A finding is not a refusal: the exit code is 0 also where there are alarms, and 1 where the log cannot be read.',
    act: async ([file = ''], _options, console) => {
      const source = await fileSource(file);
      try {
        const summary = await ofFileLater(file, () => auditOf(source, console));
        return { value: summary, words: (it) => showSummary(summary, it) };
      } finally {
        await source.close();
      }
    },
  });
}

async function auditOf(source: ByteSource, console: Console): Promise<LogSummary> {
  const log = await openLog(source, { signal: interruption() });
  const auditor = new LogAuditor(log);
  let read = 0;
  for await (const record of log.attempts()) {
    auditor.add(record);
    read += 1;
    console.progress('read attempts', read, log.attemptCount);
  }
  return summaryOf(log.format, log.header, await auditor.finish());
}

function showSummary(summary: LogSummary, console: Console): void {
  const alarms = summary.findings.filter(({ code }) => FINDING_SEVERITY[code] === 'alarm');
  const notices = summary.findings.filter(({ code }) => FINDING_SEVERITY[code] === 'notice');
  showFindings(console, alarms, 'alarm');
  if (alarms.length > 0) console.say();
  console.say(`${summary.task}, ${summary.model}`);
  const facts: readonly (readonly [string, unknown])[] = [
    ['format', `${summary.format}, version ${summary.version}, Inspect ${summary.inspectVersion ?? 'unknown'}`],
    ['status', summary.status],
    ['eval', summary.evalId],
    ['created', summary.created],
    ['samples', `${summary.completedSamples ?? '?'} completed of ${summary.totalSamples ?? '?'} planned`],
    [
      'records',
      `${summary.sampleRecords} of ${summary.uniqueSampleIds} samples, ${summary.epochs ?? '?'} epochs planned`,
    ],
    [
      'of these',
      `${summary.sampleErrors} with an error, ${summary.invalidatedSamples} invalidated, ${summary.retriedSamples} retried, ${summary.scoreEdits} entries in edit histories`,
    ],
    [
      'holds',
      `${counted(summary.messages, 'message')}, ${counted(summary.events, 'event')}, ${counted(summary.attachments, 'attachment')}`,
    ],
    ['unresolved', counted(summary.unresolvedReferences, 'reference')],
  ];
  for (const [name, value] of facts) console.say(`  ${name.padEnd(12)} ${value ?? 'not told'}`);
  console.heading('Claimed by the log, and recomputed from its samples');
  if (summary.recomputed.length === 0) console.say('  The log claims no numbers.');
  else {
    console.table(
      ['', 'score', 'reducer', 'metric', 'claimed', 'recomputed'],
      summary.recomputed.map((row) => [
        VERDICTS[row.verdict],
        row.name,
        row.reducer ?? '-',
        row.metric,
        valueText(row.claimed),
        valueText(row.value),
      ]),
    );
  }
  const above = alarms.length === 0 ? '' : ' (above)';
  console.heading(`Findings: ${countText(alarms.length, 'alarm')}${above}, ${countText(notices.length, 'notice')}`);
  showFindings(console, notices, 'notice');
}
