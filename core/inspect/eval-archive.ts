import type { ByteSource } from '../bytes/source.ts';
import { Refusal } from '../failure.ts';
import { parseTolerantJson } from '../json/tolerant.ts';
import { arrayMember, type JsonValue, jsonText, member } from '../json/value.ts';
import { attemptOf } from './attempt.ts';
import type { AttemptLocator } from './attempt-record.ts';
import type { Budgets } from './budgets.ts';
import { openChunkedSample } from './chunked-sample.ts';
import { distinctRecords } from './distinct-records.ts';
import { Findings } from './finding.ts';
import { type LogHeader, readHeader } from './header.ts';
import type { InspectLog } from './inspect-log.ts';
import { type MemberNames, type SampleEntry, sortMembers } from './member-names.ts';
import { openSample, type SampleDocument } from './sample-document.ts';
import { streamArray, streamReductions } from './streams.ts';
import { readDirectory, type ZipDirectory } from './zip/directory.ts';
import { readMember, streamMember } from './zip/member.ts';

/** Opens an `.eval` log: a ZIP, of which only the directory and the header are read now. */
export async function openArchive(source: ByteSource, budgets: Budgets, signal?: AbortSignal): Promise<InspectLog> {
  const directory = await readDirectory(source, budgets);
  const names = sortMembers(directory.entries);
  // A large sample is read again right after the log was walked. Its bytes are used again while the memory still holds
  // them, or the old and the new would lie there together.
  let large: { readonly name: string; readonly bytes: WeakRef<Uint8Array> } | undefined;
  const read = async (name: string): Promise<Uint8Array> => {
    if (signal?.aborted) throw new Refusal('cancelled', 'Reading the log was cancelled.');
    const held = large?.name === name ? large.bytes.deref() : undefined;
    if (held) return held;
    const bytes = await readMember(source, entryOf(directory, name), budgets, signal);
    if (bytes.length > budgets.treeBytes) large = { name, bytes: new WeakRef(bytes) };
    return bytes;
  };
  const findings = new Findings();
  const parse = async (name: string): Promise<JsonValue> => {
    const { value, notes } = parseTolerantJson(await read(name), { maxDepth: budgets.maxDepth });
    findings.addNotes(name, notes);
    return value;
  };
  const finished = directory.entries.has('header.json');
  const hasStart = directory.entries.has('_journal/start.json');
  if (!finished && !hasStart) {
    throw new Refusal('log.not-a-log', 'This ZIP is no Inspect log: it has neither header.json nor a journal.', {
      remedy: 'Give a log that Inspect wrote (.eval or .json).',
    });
  }
  const updates: JsonValue[] = [];
  for (const name of names.configUpdates) updates.push(await parse(name));
  const start = hasStart ? readHeader(await parse('_journal/start.json'), updates) : null;
  const header = finished || !start ? readHeader(await parse('header.json'), updates) : start;
  report(findings, directory, names, header, finished);

  const open = async (sample: SampleEntry): Promise<SampleDocument> =>
    sample.kind === 'member'
      ? openSample(await read(sample.name), 'monolith', budgets)
      : openChunkedSample(sample.chunks, read, budgets);
  const stream = (name: string) => streamMember(source, entryOf(directory, name), budgets, signal);

  return {
    format: 'eval',
    header,
    headerSource: finished ? 'header.json' : '_journal/start.json',
    startHeader: finished ? start : null,
    get findings() {
      return findings.list();
    },
    attemptCount: names.samples.size,
    attempts: () =>
      distinctRecords(
        (async function* () {
          for (const entry of names.samples.values()) {
            yield { sample: await open(entry), locator: { kind: entry.kind, name: entry.name } as const };
          }
        })(),
        header,
        findings,
      ),
    async readAttempt(locator: AttemptLocator) {
      const entry = locator.kind === 'span' ? undefined : names.samples.get(locator.name);
      if (!entry) throw new Refusal('log.attempt-missing', 'The log has no such attempt.');
      return attemptOf(await open(entry));
    },
    async *summaries() {
      const whole = directory.entries.has('summaries.json');
      for (const name of whole ? ['summaries.json'] : names.journalSummaries) yield* streamArray(stream(name));
    },
    async *reductions() {
      if (directory.entries.has('reductions.json')) yield* streamReductions(stream('reductions.json'));
    },
  };
}

function entryOf(directory: ZipDirectory, name: string) {
  const entry = directory.entries.get(name);
  if (!entry) throw new Refusal('log.attempt-missing', 'The log has no such member.', { where: name });
  return entry;
}

function report(
  findings: Findings,
  directory: ZipDirectory,
  names: MemberNames,
  header: LogHeader,
  finished: boolean,
): void {
  if (!finished) findings.add('log.crashed', null, 'There is no header.json: the run crashed or was still going on');
  for (const [name, count] of directory.duplicates) {
    findings.add('log.duplicate-member', name, `The name stands ${count} times; the last entry is read`);
  }
  if (directory.overlaps > 0) {
    findings.add('log.overlapping-members', null, `${directory.overlaps} members share bytes with another`);
  }
  if (directory.trailingBytes > 0) {
    findings.add('log.trailing-bytes', null, `${directory.trailingBytes} bytes follow the end of the ZIP`);
  }
  for (const name of names.hostile) {
    findings.add(
      'log.hostile-name',
      name,
      'The name would leave its folder if it were a path; it is read as text only',
    );
  }
  for (const name of names.unknown) findings.add('log.unknown-member', name, 'No reader of logs knows this member');
  for (const update of header.configUpdates) {
    const changed = (arrayMember(update, 'changes') ?? []).map((change) => jsonText(member(change, 'name') ?? null));
    findings.add('log.config-updated', null, `The configuration was changed while running: ${changed.join(', ')}`);
  }
}
