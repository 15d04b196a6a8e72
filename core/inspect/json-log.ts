import type { ByteSource } from '../bytes/source.ts';
import { Refusal } from '../failure.ts';
import { JsonOutline } from '../json/outline.ts';
import { parseTolerantJson } from '../json/tolerant.ts';
import { type JsonObject, setMember } from '../json/value.ts';
import { attemptOf } from './attempt.ts';
import type { AttemptLocator } from './attempt-record.ts';
import type { Budgets } from './budgets.ts';
import { distinctRecords } from './distinct-records.ts';
import { Findings } from './finding.ts';
import { readHeader } from './header.ts';
import type { InspectLog } from './inspect-log.ts';
import { openSample, type SampleDocument } from './sample-document.ts';
import { streamReductions } from './streams.ts';

const WINDOW = 1024 * 1024;
/** The largest part of a `.json` log that is read as one value (its plan, results, ...). */
const MAX_PART = 256 * 1024 * 1024;

/**
 * Opens a `.json` log: one pass over the bytes notes where each sample lies; each is parsed when asked for.
 * @throws Refusal `json.*`, `log.not-a-log`, `log.version`
 */
export async function openJsonLog(source: ByteSource, budgets: Budgets, signal?: AbortSignal): Promise<InspectLog> {
  const parts: { key: string; start: number; end: number }[] = [];
  const spans: number[] = [];
  let samplesLists = 0;
  const from = await afterByteOrderMark(source);
  const outline = new JsonOutline(
    (path) => {
      if (path === '/samples') {
        // Of two lists of samples the last counts, as for any key; that there were two is a finding below.
        spans.length = 0;
        samplesLists++;
      }
      return path === '' || path === '/samples';
    },
    (path, key, _index, start, end) => {
      if (path === '/samples') {
        if (spans.length >= 2 * budgets.maxEntries)
          throw new Refusal('json.too-large', 'The log has too many samples.');
        spans.push(start, end);
      } else if (key !== null) parts.push({ key, start, end });
    },
    from,
  );
  for await (const window of windows(source, from, source.size, signal)) outline.push(window);
  outline.end();

  const findings = new Findings();
  if (samplesLists > 1) findings.add('log.duplicate-key', null, '"samples" stands twice');
  const raw: JsonObject = {};
  let reductions: { start: number; end: number } | undefined;
  for (const part of parts) {
    if (Object.hasOwn(raw, part.key))
      findings.add('log.duplicate-key', null, `"${part.key.slice(0, 60)}" stands twice`);
    if (part.key === 'reductions') reductions = part;
    else if (part.end - part.start > MAX_PART) throw new Refusal('json.too-large', 'A part of the log is too large.');
    else {
      const bytes = await source.read(part.start, part.end - part.start);
      const { value, notes } = parseTolerantJson(bytes, { maxDepth: budgets.maxDepth });
      findings.addNotes(part.key, notes);
      setMember(raw, part.key, value);
    }
  }
  const header = readHeader(raw);
  const open = async (start: number, end: number): Promise<SampleDocument> => {
    if (end - start > budgets.maxMemberBytes) throw new Refusal('json.too-large', 'A sample of the log is too large.');
    return openSample(await source.read(start, end - start), 'inline', budgets);
  };
  return {
    format: 'json',
    header,
    headerSource: 'json',
    startHeader: null,
    get findings() {
      return findings.list();
    },
    attemptCount: spans.length / 2,
    attempts: () =>
      distinctRecords(
        (async function* () {
          for (let i = 0; i < spans.length; i += 2) {
            if (signal?.aborted) throw new Refusal('cancelled', 'Reading the log was cancelled.');
            const start = spans[i] ?? 0;
            const end = spans[i + 1] ?? 0;
            yield { sample: await open(start, end), locator: { kind: 'span', start, end } as const };
          }
        })(),
        header,
        findings,
      ),
    async readAttempt(locator: AttemptLocator) {
      const at = locator.kind === 'span' ? startIndex(spans, locator.start) : -1;
      if (locator.kind !== 'span' || at < 0 || spans[at + 1] !== locator.end) {
        throw new Refusal('log.attempt-missing', 'The log has no such attempt.');
      }
      return attemptOf(await open(locator.start, locator.end));
    },
    async *summaries() {
      // A .json log has none.
    },
    async *reductions() {
      if (reductions) yield* streamReductions(windows(source, reductions.start, reductions.end, signal));
    },
  };
}

async function afterByteOrderMark(source: ByteSource): Promise<number> {
  const [a, b, c] = await source.read(0, Math.min(3, source.size));
  return a === 0xef && b === 0xbb && c === 0xbf ? 3 : 0;
}

function startIndex(spans: readonly number[], start: number): number {
  for (let i = 0; i < spans.length; i += 2) if (spans[i] === start) return i;
  return -1;
}

async function* windows(source: ByteSource, from: number, to: number, signal?: AbortSignal) {
  for (let at = from; at < to; at += WINDOW) {
    if (signal?.aborted) throw new Refusal('cancelled', 'Reading the log was cancelled.');
    yield source.read(at, Math.min(WINDOW, to - at));
  }
}
