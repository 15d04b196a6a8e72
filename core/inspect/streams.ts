import { streamEntries } from '../json/outline.ts';
import { parseTolerantJson } from '../json/tolerant.ts';
import { type JsonValue, member } from '../json/value.ts';
import type { ReducedSample } from './inspect-log.ts';

/** One summary or reduced sample is small; this only stops a hostile one. */
const MAX_ENTRY = 64 * 1024 * 1024;

const REDUCTIONS = new Set(['', '/*', '/*/samples']);

/** Yields the elements of a document that is one array. @throws Refusal `json.*` */
export async function* streamArray(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<JsonValue> {
  for await (const entry of streamEntries(pieces, (path) => path === '', MAX_ENTRY)) {
    yield parseTolerantJson(entry.bytes).value;
  }
}

/**
 * Yields the samples of `reductions.json`: an array of objects {scorer, reducer?, samples: [{sample_id, value}]}, in the
 * order in which Inspect writes the keys. Samples that stand before their scorer are nobody's and are left out.
 * @throws Refusal `json.*`
 */
export async function* streamReductions(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<ReducedSample> {
  let scorer: string | undefined;
  let reducer: string | null = null;
  let sawSamples = false;
  for await (const entry of streamEntries(pieces, (path) => REDUCTIONS.has(path), MAX_ENTRY)) {
    if (entry.path === '/*/samples') {
      sawSamples = true;
      if (scorer !== undefined) yield reduced(scorer, reducer, parseTolerantJson(entry.bytes).value);
    } else if (entry.path === '/*' && (entry.key === 'scorer' || entry.key === 'reducer')) {
      if (sawSamples) {
        // A key after samples opens the next element.
        scorer = undefined;
        reducer = null;
        sawSamples = false;
      }
      const said = parseTolerantJson(entry.bytes).value;
      if (entry.key === 'scorer') scorer = typeof said === 'string' ? said : undefined;
      else reducer = typeof said === 'string' ? said : null;
    }
  }
}

function reduced(scorer: string, reducer: string | null, sample: JsonValue): ReducedSample {
  const id = member(sample, 'sample_id');
  const text = typeof id === 'string' || typeof id === 'number' || typeof id === 'bigint' ? String(id) : '';
  return { scorer, reducer, sampleIdText: text, value: member(sample, 'value') ?? null };
}
