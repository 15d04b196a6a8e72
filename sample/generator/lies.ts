import { memorySink } from './file-sink.ts';
import { type Json, type JsonMap, NAN, token } from './json-text.ts';
import type { LogSpec } from './log-spec.ts';
import { type LogTruth, type Tamper, type WriteOptions, writeEvalLog, writeJsonLog } from './write-log.ts';

/**
 * What a good reader does with the log: refuses it as a whole; reads it and reports the untruth; or reads it, since what
 * is odd about it is allowed.
 */
export type Verdict = 'refused' | 'finding' | 'reads';

export interface Lie {
  readonly name: string;
  /** What is untrue or odd about the log, in words. */
  readonly says: string;
  readonly verdict: Verdict;
  /** The code by which core/inspect refuses the log or tells the finding; null where there is nothing to tell. */
  readonly code: string | null;
  readonly format: 'eval' | 'json';
  readonly options: WriteOptions;
  /** Damage done to the finished file. */
  readonly damage?: (bytes: Uint8Array) => Uint8Array;
}

// Array.isArray does not tell a read-only list from an object.
const isList = (value: Json | undefined): value is readonly Json[] => Array.isArray(value);

/** @returns the value as a JSON object; the generator's own records are known to be objects there */
function objectOf(value: Json | undefined): JsonMap {
  if (typeof value !== 'object' || value === null || isList(value)) throw new Error('This is not an object.');
  return { ...value };
}

function listOf(value: Json | undefined): Json[] {
  if (!isList(value)) throw new Error('This is not a list.');
  return [...value];
}

/** Changes the first sample that the change takes (does not give undefined), and leaves the others. */
function firstSample(change: (sample: JsonMap) => JsonMap | null | undefined): NonNullable<Tamper['sample']> {
  let done = false;
  return (sample) => {
    if (done) return sample;
    const changed = change(sample);
    if (changed === undefined) return sample;
    done = true;
    return changed;
  };
}

/** Puts raw JSON text at the start of the metadata of the first sample. */
function inMetadata(text: string): NonNullable<Tamper['text']> {
  let done = false;
  return (member, json) => {
    if (done || !member.startsWith('samples/')) return json;
    done = true;
    // The task's metadata is the last of the sample's own; those of its scores stand before.
    return json.replace('"metadata":{"difficulty"', `"metadata":{${text},"difficulty"`);
  };
}

const changeResults = (header: JsonMap, change: (rows: Json[]) => Json[]): JsonMap => {
  const results = objectOf(header['results']);
  return { ...header, results: { ...results, scores: change(listOf(results['scores'])) } };
};

/** Turns a failed attempt into a success in the first scorer, with the words the caller wants. */
function promote(sample: JsonMap, extra: JsonMap): JsonMap | undefined {
  const scores = objectOf(sample['scores']);
  const [name, first] = Object.entries(scores)[0] ?? [];
  if (name === undefined) return undefined;
  const score = objectOf(first);
  if (score['value'] !== 'I') return undefined;
  return { ...sample, scores: { ...scores, [name]: { ...score, value: 'C', ...extra } } };
}

const HOSTILE_NAMES = ['../../outside.json', '/absolute.json', 'C:\\drive.json', 'attachments/..\\up.json', '.'];
const BOMB_PIECE = 1 << 20;
const BOMB_PIECES = 300;

function* spaces(): Generator<Uint8Array> {
  const piece = new Uint8Array(BOMB_PIECE).fill(0x20);
  for (let i = 0; i < BOMB_PIECES; i += 1) yield piece;
}

const tampered = (name: string, says: string, verdict: Verdict, code: Lie['code'], tamper: Tamper): Lie => ({
  name,
  says,
  verdict,
  code,
  format: 'eval',
  options: { tamper },
});

/** @returns the logs that lie, new at each call (their changes count as they go) */
export function makeLies(): Lie[] {
  return [
    tampered(
      'header-accuracy',
      'The header claims a better accuracy than its samples give.',
      'finding',
      'log.claim-mismatch',
      {
        header: (header) =>
          changeResults(header, ([first, ...rest]) => {
            const row = objectOf(first);
            const metrics = objectOf(row['metrics']);
            const accuracy = { ...objectOf(metrics['accuracy']), value: 0.9875 };
            return [{ ...row, metrics: { ...metrics, accuracy } }, ...rest];
          }),
      },
    ),
    tampered(
      'reductions-altered',
      'The reductions give one sample another value than its scores do.',
      'finding',
      'log.reductions-mismatch',
      {
        reductions: ([first, ...rest]) => {
          const row = objectOf(first);
          const [sample, ...others] = listOf(row['samples']);
          const value = objectOf(sample)['value'] === 0.125 ? 0.25 : 0.125;
          return [{ ...row, samples: [{ ...objectOf(sample), value }, ...others] }, ...rest];
        },
      },
    ),
    tampered(
      'sample-dropped',
      'One attempt that the header counts is not in the archive.',
      'finding',
      'log.samples-missing',
      {
        sample: firstSample(() => null),
      },
    ),
    tampered(
      'summary-altered',
      'The summary of an attempt gives another score than the attempt itself.',
      'finding',
      'log.summary-mismatch',
      {
        summary: firstSample((summary) => promote(summary, {})),
      },
    ),
    tampered(
      'edit-without-history',
      'A failure was turned into a success and nothing says so.',
      'finding',
      'log.claim-mismatch',
      {
        sample: firstSample((sample) => promote(sample, {})),
      },
    ),
    tampered(
      'edit-with-history',
      'A score was edited and says so, but the results were not worked out anew.',
      'finding',
      'log.score-edited',
      {
        sample: firstSample((sample) => {
          const provenance: JsonMap = {
            timestamp: '2026-09-20T10:00:00+00:00',
            author: 'suite-operator',
            reason: 'The checker was late; the flag was right.',
            metadata: {},
          };
          const original = { value: 'I', metadata: {} };
          const edit = { value: 'C', answer: 'UNCHANGED', explanation: 'UNCHANGED', metadata: 'UNCHANGED', provenance };
          const changed = promote(sample, { history: [original, edit] });
          if (!changed) return undefined;
          const event = { timestamp: '2026-09-20T10:00:00+00:00', working_start: 0, event: 'score_edit' };
          const name = Object.keys(objectOf(sample['scores']))[0] ?? '';
          return { ...changed, events: [...listOf(sample['events']), { ...event, score_name: name, edit }] };
        }),
      },
    ),
    tampered(
      'usage-altered',
      'The header claims half the tokens that its samples used.',
      'finding',
      'log.usage-mismatch',
      {
        header: (header) => {
          const stats = objectOf(header['stats']);
          const usage = Object.entries(objectOf(stats['model_usage'])).map(([model, counts]) => {
            const halved = Object.entries(objectOf(counts)).map(([key, count]) => [key, Math.floor(Number(count) / 2)]);
            return [model, Object.fromEntries(halved)];
          });
          return { ...header, stats: { ...stats, model_usage: Object.fromEntries(usage) } };
        },
      },
    ),
    tampered(
      'start-disagrees',
      'The journal was started for another model than the header names.',
      'finding',
      'log.start-mismatch',
      {
        start: (start) => ({ ...start, eval: { ...objectOf(start['eval']), model: 'fathomworks/meridian-5' } }),
      },
    ),
    tampered('crashed', 'The run never finished: there is no header, no results.', 'finding', 'log.crashed', {
      header: () => null,
    }),
    tampered('version-99', 'The log says that it has version 99.', 'refused', 'log.version', {
      start: (start) => ({ ...start, version: 99 }),
      header: (header) => ({ ...header, version: 99 }),
    }),
    {
      ...tampered('version-99-json', 'The same in .json form.', 'refused', 'log.version', {
        header: (header) => ({ ...header, version: 99 }),
      }),
      format: 'json',
    },
    tampered('nan-tokens', 'Metadata holds NaN and infinities, as Python writes them.', 'reads', 'log.non-finite', {
      sample: firstSample((sample) => ({
        ...sample,
        metadata: { ...objectOf(sample['metadata']), odd: [NAN, token('Infinity'), token('-Infinity')] },
      })),
    }),
    tampered('big-integers', 'Metadata holds integers beyond 2^53 and 2^63.', 'reads', 'log.bigint', {
      sample: firstSample((sample) => ({
        ...sample,
        metadata: {
          ...objectOf(sample['metadata']),
          seeds: [token('9007199254740993'), token('18446744073709551617')],
        },
      })),
    }),
    tampered(
      'duplicate-keys',
      'The scores of an attempt stand there twice; the second would win.',
      'finding',
      'log.duplicate-key',
      {
        text: (member, json) =>
          member.startsWith('samples/')
            ? json.replace('"scores":{', '"scores":{"flag":{"value":"C","history":[]}},"scores":{')
            : json,
      },
    ),
    tampered('lone-surrogate', 'A text holds half of a surrogate pair.', 'reads', 'log.lone-surrogate', {
      text: inMetadata('"half":"\\ud83d"'),
    }),
    tampered('proto-key', 'Metadata holds keys that would change every object of a careless reader.', 'reads', null, {
      text: inMetadata('"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}'),
    }),
    tampered('deep-nesting', 'Metadata is nested 200,000 deep.', 'refused', 'json.too-deep', {
      text: inMetadata(`"deep":${'['.repeat(200_000)}${']'.repeat(200_000)}`),
    }),
    tampered('hostile-names', 'Members carry names that lead out of a folder.', 'finding', 'log.hostile-name', {
      extra: async (zip) => {
        for (const name of HOSTILE_NAMES) await zip.add(name, Buffer.from('{}'));
      },
    }),
    tampered('bomb', 'A sample of 300 MB of spaces hides in a few kilobytes.', 'refused', 'zip.bomb', {
      extra: (zip) => zip.addStream('samples/web_999_epoch_1.json', spaces()),
    }),
    tampered(
      'bad-crc',
      'The bytes of a sample do not have the checksum that stands beside them.',
      'refused',
      'zip.crc',
      {
        member: firstMember({ falseCrc: 0x0badc0de }),
      },
    ),
    tampered('false-size', 'A sample is said to be much shorter than it is.', 'refused', 'zip.size', {
      member: firstMember({ falseSize: 64 }),
    }),
    tampered(
      'requeued',
      'An attempt was run again: its member stands twice and the last counts.',
      'reads',
      'log.duplicate-member',
      requeue(),
    ),
    tampered(
      'header-appended',
      'Tags were added to the finished log; the old header lies orphaned in the file.',
      'reads',
      'log.log-edited',
      {
        extra: async (zip, header) => {
          zip.orphan('header.json');
          const edits = [{ type: 'tags', tags_add: ['reviewed'], tags_remove: [] }];
          const provenance = { timestamp: '2026-09-21T08:00:00+00:00', author: 'suite-operator', metadata: {} };
          const tags = [...listOf(header['tags']), 'reviewed'];
          const edited = { ...header, log_updates: [{ edits, provenance }], tags };
          await zip.add('header.json', Buffer.from(JSON.stringify(edited)));
        },
      },
    ),
    {
      ...tampered('truncated', 'The file ends after two thirds.', 'refused', 'zip.no-directory', {}),
      damage: (bytes) => bytes.slice(0, Math.floor((bytes.length * 2) / 3)),
    },
    {
      ...tampered('truncated-json', 'The .json file ends after two thirds.', 'refused', 'json.syntax', {}),
      format: 'json',
      damage: (bytes) => bytes.slice(0, Math.floor((bytes.length * 2) / 3)),
    },
    {
      ...tampered('not-a-log', 'A JSON object that is no log.', 'refused', 'log.not-a-log', {}),
      format: 'json',
      damage: () => Buffer.from('{"hello":"world"}'),
    },
  ];
}

function firstMember(options: ReturnType<NonNullable<Tamper['member']>>): NonNullable<Tamper['member']> {
  let done = false;
  return (member) => {
    if (done || !member.startsWith('samples/')) return {};
    done = true;
    return options;
  };
}

/** Keeps the text of the first sample and adds it again at the end, after a broken first try under the same name. */
function requeue(): Tamper {
  let name: string | undefined;
  let kept = '';
  return {
    text: (member, json) => {
      if (name !== undefined || !member.startsWith('samples/')) return json;
      name = member;
      kept = json;
      return '{"id":"first-try","epoch":1,"input":"","target":"","messages":[],"output":{"model":"","choices":[],"completion":""}}';
    },
    extra: async (zip) => {
      if (name !== undefined) await zip.add(name, Buffer.from(kept));
    },
  };
}

/** Writes a lie about this log. The truth that is given back is that of the honest log. */
export async function writeLie(lie: Lie, spec: LogSpec): Promise<{ bytes: Uint8Array; truth: LogTruth }> {
  const sink = memorySink();
  const write = lie.format === 'eval' ? writeEvalLog : writeJsonLog;
  const truth = await write(spec, sink.write, lie.options);
  const bytes = sink.bytes();
  return { bytes: lie.damage ? lie.damage(bytes) : bytes, truth };
}
