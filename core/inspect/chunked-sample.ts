import { Refusal } from '../failure.ts';
import { type JsonNote, parseTolerantJson } from '../json/tolerant.ts';
import { isJsonObject, type JsonValue, member, setMember } from '../json/value.ts';
import type { Budgets } from './budgets.ts';
import { EMPTY_LIST, type LazyList, type LazyTexts, pick } from './lazy-list.ts';
import { ranges } from './references.ts';
import { mergeNotes, notASample, type SampleDocument } from './sample-document.ts';

/** The pieces of one chunked sample: member names by kind, each list's pieces by their first index. */
export interface ChunkNames {
  readonly sample: string;
  readonly metadata: string | null;
  readonly pieces: Readonly<Record<'messages' | 'events' | 'calls' | 'attachments', readonly [number, string][]>>;
}

/** Reads one member of the log whole. */
export type ReadMember = (name: string) => Promise<Uint8Array>;

/**
 * Reads a sample that lies in a folder of pieces. A piece's name is the index of its first element.
 * @throws Refusal `zip.*`, `json.*`, `log.malformed`
 */
export async function openChunkedSample(
  names: ChunkNames,
  readMember: ReadMember,
  budgets: Budgets,
): Promise<SampleDocument> {
  const notes: JsonNote[] = [];
  const parse = async (name: string): Promise<JsonValue> => {
    const read = parseTolerantJson(await readMember(name), { maxDepth: budgets.maxDepth });
    mergeNotes(notes, read.notes);
    return read.value;
  };
  const head = await parse(names.sample);
  if (!isJsonObject(head)) throw notASample();
  if (names.metadata !== null) setMember(head, 'metadata', await parse(names.metadata));
  const pool = await chunkList(names.pieces.messages, parse);
  const attachments = await chunkList(names.pieces.attachments, parse);
  return {
    shape: 'chunked',
    head,
    messages: pick(pool, ranges(member(head, 'message_refs'))),
    events: await chunkList(names.pieces.events, parse),
    messagePool: pool,
    callPool: await chunkList(names.pieces.calls, parse),
    attachments: indexedTexts(attachments),
    notes,
  };
}

async function chunkList(
  pieces: readonly [number, string][],
  parse: (name: string) => Promise<JsonValue>,
): Promise<LazyList> {
  const sorted = [...pieces].sort((a, b) => a[0] - b[0]);
  const last = sorted.at(-1);
  if (!last) return EMPTY_LIST;
  let held: { name: string; values: JsonValue[] } | undefined;
  const piece = async (start: number, name: string, extent: number | null): Promise<JsonValue[]> => {
    if (held?.name === name) return held.values;
    const values = await parse(name);
    if (!Array.isArray(values) || (extent !== null && values.length !== extent)) {
      throw new Refusal('log.malformed', `The piece that starts at ${start} does not hold what its name says.`, {
        where: name,
      });
    }
    held = { name, values };
    return values;
  };
  if (sorted[0]?.[0] !== 0) throw new Refusal('log.malformed', 'The first piece of a sample is missing.');
  const length = last[0] + (await piece(last[0], last[1], null)).length;
  return {
    length,
    async page(from, to) {
      const out: JsonValue[] = [];
      let at = Math.max(0, from);
      const end = Math.min(length, to);
      let i = lastNotAfter(sorted, at);
      while (at < end) {
        const [start, name] = sorted[i] ?? last;
        const next = sorted[i + 1]?.[0] ?? null;
        const values = await piece(start, name, next === null ? null : next - start);
        const stop = Math.min(end, next ?? length);
        for (let k = at; k < stop; k++) out.push(values[k - start] ?? null);
        at = stop;
        i++;
      }
      return out;
    },
  };
}

/** @returns the index of the last piece that starts at or before the element. */
function lastNotAfter(sorted: readonly [number, string][], element: number): number {
  let low = 0;
  let high = sorted.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((sorted[middle]?.[0] ?? 0) <= element) low = middle;
    else high = middle - 1;
  }
  return low;
}

function indexedTexts(list: LazyList): LazyTexts {
  const has = (key: string): boolean => /^[0-9]{1,9}$/.test(key) && Number(key) < list.length;
  return {
    size: list.length,
    has,
    get: async (key) => (has(key) ? (await list.page(Number(key), Number(key) + 1))[0] : undefined),
  };
}
