import { Refusal } from '../failure.ts';
import { JsonOutline } from '../json/outline.ts';
import { type JsonNote, parseTolerantJson } from '../json/tolerant.ts';
import {
  arrayMember,
  isJsonObject,
  type JsonObject,
  type JsonValue,
  member,
  objectMember,
  setMember,
} from '../json/value.ts';
import type { Budgets } from './budgets.ts';
import { EMPTY_LIST, type LazyList, type LazyTexts, listOf } from './lazy-list.ts';

/** How a sample lies in its log: one document, a folder of pieces, or inline in a `.json` log. */
export type SampleShape = 'monolith' | 'chunked' | 'inline';

/** One sample as written, its large parts readable by pages. */
export interface SampleDocument {
  readonly shape: SampleShape;
  /** Everything but messages, events, pools and attachments. */
  readonly head: JsonObject;
  readonly messages: LazyList;
  readonly events: LazyList;
  /** What `input_refs` of model events point into. */
  readonly messagePool: LazyList;
  /** What `call_refs` of model events point into. */
  readonly callPool: LazyList;
  readonly attachments: LazyTexts;
  /** What the parser noted so far; it grows while pages are read. */
  readonly notes: JsonNote[];
}

const LISTS = ['messages', 'events', 'message_pool', 'call_pool'];
const HOLDERS = ['events_data', 'transcript'];
const INDEXED = new Set([
  '',
  '/attachments',
  '/events_data/messages',
  '/events_data/calls',
  '/transcript/events',
  '/transcript/content',
  ...[...LISTS, ...HOLDERS].map((key) => `/${key}`),
]);

/**
 * Reads a sample that is one JSON document. A small one becomes a tree; of a large one only the offsets of its
 * messages, events and attachments are kept, and each is parsed when it is asked for.
 * @throws Refusal `json.*`, `log.malformed`
 */
export function openSample(bytes: Uint8Array, shape: SampleShape, budgets: Budgets): SampleDocument {
  return bytes.length <= budgets.treeBytes ? fromTree(bytes, shape, budgets) : fromOffsets(bytes, shape, budgets);
}

function fromTree(bytes: Uint8Array, shape: SampleShape, budgets: Budgets): SampleDocument {
  const { value, notes } = parseTolerantJson(bytes, { maxDepth: budgets.maxDepth });
  if (!isJsonObject(value)) throw notASample();
  const head: JsonObject = {};
  for (const key of Object.keys(value)) {
    const inner = value[key] ?? null;
    if (!(Array.isArray(inner) && LISTS.includes(key)) && !isLargeObject(key, inner)) setMember(head, key, inner);
  }
  const data = objectMember(value, 'events_data');
  const transcript = objectMember(value, 'transcript');
  const list = (found: JsonValue[] | undefined): LazyList => (found ? listOf(found) : EMPTY_LIST);
  return {
    shape,
    head,
    messages: list(arrayMember(value, 'messages')),
    events: list(arrayMember(value, 'events') ?? arrayMember(transcript, 'events')),
    messagePool: list(arrayMember(data, 'messages') ?? arrayMember(value, 'message_pool')),
    callPool: list(arrayMember(data, 'calls') ?? arrayMember(value, 'call_pool')),
    attachments: textsOf(objectMember(value, 'attachments'), objectMember(transcript, 'content')),
    notes: [...notes],
  };
}

function isLargeObject(key: string, value: JsonValue): boolean {
  return isJsonObject(value) && (key === 'attachments' || HOLDERS.includes(key));
}

function textsOf(...objects: readonly (JsonObject | undefined)[]): LazyTexts {
  const holders = objects.filter((holder) => holder !== undefined);
  return {
    size: holders.reduce((sum, holder) => sum + Object.keys(holder).length, 0),
    has: (key) => holders.some((holder) => Object.hasOwn(holder, key)),
    get: async (key) => {
      for (const holder of holders) {
        const found = member(holder, key);
        if (found !== undefined) return found;
      }
      return undefined;
    },
  };
}

/** Messages, events and attachments of one sample together. */
const MOST_ENTRIES = 4_000_000;

/** Where the elements of a list lie: start and end alternate. */
type Spans = number[];

function fromOffsets(bytes: Uint8Array, shape: SampleShape, budgets: Budgets): SampleDocument {
  const notes: JsonNote[] = [];
  const parse = (start: number, end: number): JsonValue => {
    const read = parseTolerantJson(bytes.subarray(start, end), { maxDepth: budgets.maxDepth });
    mergeNotes(notes, read.notes);
    return read.value;
  };
  const head: JsonObject = {};
  const lists = new Map<string, Spans>();
  const texts = new Map<string, readonly [number, number]>();
  const seen = new Set<string>();
  let entries = 0;
  const once = (place: string): void => {
    if (seen.has(place)) mergeNotes(notes, [{ kind: 'duplicate-key', count: 1, path: place }]);
    seen.add(place);
  };
  const outline = new JsonOutline(
    (path) => {
      if (!INDEXED.has(path)) return false;
      once(path);
      // Of two lists of one name the last counts, as in a tree.
      lists.delete(path);
      if (path === '/attachments' || path === '/transcript/content') texts.clear();
      return true;
    },
    (path, key, _index, start, end) => {
      if (++entries > MOST_ENTRIES) throw new Refusal('json.too-large', 'A sample of the log has too many parts.');
      if (key !== null) once(`${path}/${key}`);
      if (path === '' && key !== null) setMember(head, key, parse(start, end));
      else if ((path === '/attachments' || path === '/transcript/content') && key !== null)
        texts.set(key, [start, end]);
      else if (key === null) spansOf(lists, path).push(start, end);
    },
  );
  outline.push(bytes);
  outline.end();
  const list = (...paths: readonly string[]): LazyList => {
    const spans = paths.map((path) => lists.get(path)).find((found) => found !== undefined);
    return spans ? spanList(spans, parse) : EMPTY_LIST;
  };
  return {
    shape,
    head,
    messages: list('/messages'),
    events: list('/events', '/transcript/events'),
    messagePool: list('/events_data/messages', '/message_pool'),
    callPool: list('/events_data/calls', '/call_pool'),
    attachments: {
      size: texts.size,
      has: (key) => texts.has(key),
      get: async (key) => {
        const span = texts.get(key);
        return span ? parse(span[0], span[1]) : undefined;
      },
    },
    notes,
  };
}

function spansOf(lists: Map<string, Spans>, path: string): Spans {
  const known = lists.get(path);
  if (known) return known;
  const fresh: Spans = [];
  lists.set(path, fresh);
  return fresh;
}

function spanList(spans: Spans, parse: (start: number, end: number) => JsonValue): LazyList {
  const length = spans.length / 2;
  return {
    length,
    async page(from, to) {
      const out: JsonValue[] = [];
      for (let i = Math.max(0, from); i < Math.min(length, to); i++) {
        out.push(parse(spans[2 * i] ?? 0, spans[2 * i + 1] ?? 0));
      }
      return out;
    },
  };
}

/** Adds notes to those known, one line a kind. Pages read twice count once, since the first count stands. */
export function mergeNotes(into: JsonNote[], notes: readonly JsonNote[]): void {
  for (const note of notes) {
    const at = into.findIndex((known) => known.kind === note.kind);
    const known = into[at];
    if (known) into[at] = { ...known, count: known.count + note.count };
    else into.push(note);
  }
}

export function notASample(): Refusal {
  return new Refusal('log.malformed', 'A sample of the log is not an object.');
}
