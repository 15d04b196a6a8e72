import type { ChunkNames } from './chunked-sample.ts';
import type { ZipEntry } from './zip/directory.ts';

/** One sample in the directory, known by name alone. */
export type SampleEntry =
  | { readonly kind: 'member'; readonly name: string }
  | { readonly kind: 'folder'; readonly name: string; readonly chunks: ChunkNames };

/** The members of an `.eval` file by what they are. */
export interface MemberNames {
  /** In directory order; a folder stands where its first piece does. */
  readonly samples: ReadonlyMap<string, SampleEntry>;
  /** Journalled summaries in the order of their numbers. */
  readonly journalSummaries: readonly string[];
  /** Journalled configuration updates in the order of their numbers. */
  readonly configUpdates: readonly string[];
  /** Names that no log has. */
  readonly unknown: readonly string[];
  /** Names that would leave a folder if anybody took them for paths. */
  readonly hostile: readonly string[];
}

// The id stands raw in the name and may hold anything, `/` and `_epoch_` included, so the last `_epoch_` counts.
const MONOLITH = /^samples\/.*_epoch_\d+\.json$/s;
const PIECE =
  /^(samples\/.*_epoch_\d+)\/(sample|metadata|skeleton|(messages|events|calls|attachments)\/(\d+|stats|uuids))\.json$/s;
const JOURNAL = /^_journal\/(summaries|config_updates)\/(\d+)\.json$/;
const FIXED = new Set(['header.json', 'summaries.json', 'reductions.json', '_journal/start.json']);
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what makes such a name hostile
const HOSTILE = /(^|[/\\])\.\.([/\\]|$)|^[/\\]|\\|^[A-Za-z]:|[\u0000-\u001f\u007f]/;

interface Folder {
  sample: string | null;
  metadata: string | null;
  readonly pieces: Record<'messages' | 'events' | 'calls' | 'attachments', [number, string][]>;
}

/** Sorts the members by their names. Names are compared, never followed. */
export function sortMembers(entries: ReadonlyMap<string, ZipEntry>): MemberNames {
  const samples = new Map<string, SampleEntry | Folder>();
  const journal = { summaries: [] as [number, string][], config_updates: [] as [number, string][] };
  const unknown: string[] = [];
  const hostile: string[] = [];
  for (const name of entries.keys()) {
    if (HOSTILE.test(name)) hostile.push(name);
    if (FIXED.has(name) || name.endsWith('/')) continue;
    if (MONOLITH.test(name)) {
      samples.set(name, { kind: 'member', name });
      continue;
    }
    const step = JOURNAL.exec(name);
    const piece = step ? null : PIECE.exec(name);
    if (step) journal[step[1] === 'summaries' ? 'summaries' : 'config_updates'].push([Number(step[2]), name]);
    else if (piece) filePiece(samples, piece, name);
    else unknown.push(name);
  }
  return {
    samples: closeFolders(samples, unknown),
    journalSummaries: inOrder(journal.summaries),
    configUpdates: inOrder(journal.config_updates),
    unknown,
    hostile,
  };
}

function filePiece(samples: Map<string, SampleEntry | Folder>, piece: RegExpExecArray, name: string): void {
  const key = piece[1] ?? '';
  const known = samples.get(key);
  const folder: Folder =
    known && 'pieces' in known
      ? known
      : { sample: null, metadata: null, pieces: { messages: [], events: [], calls: [], attachments: [] } };
  if (folder !== known) samples.set(key, folder);
  const kind = piece[3];
  if (piece[2] === 'sample') folder.sample = name;
  else if (piece[2] === 'metadata') folder.metadata = name;
  else if (kind === 'messages' || kind === 'events' || kind === 'calls' || kind === 'attachments') {
    // `stats` and `uuids` are derived, like the skeleton, and are not read.
    if (/^\d+$/.test(piece[4] ?? '')) folder.pieces[kind].push([Number(piece[4]), name]);
  }
}

function closeFolders(found: ReadonlyMap<string, SampleEntry | Folder>, unknown: string[]): Map<string, SampleEntry> {
  const out = new Map<string, SampleEntry>();
  for (const [key, entry] of found) {
    if ('kind' in entry) out.set(key, entry);
    else if (entry.sample === null) unknown.push(`${key}/ (pieces without a sample.json)`);
    // A sample that also stands whole was written by a later hand; the whole one is what every Inspect reads.
    else if (!found.has(`${key}.json`)) {
      out.set(key, {
        kind: 'folder',
        name: key,
        chunks: { sample: entry.sample, metadata: entry.metadata, pieces: entry.pieces },
      });
    }
  }
  return out;
}

function inOrder(numbered: [number, string][]): string[] {
  return numbered.sort((a, b) => a[0] - b[0]).map(([, name]) => name);
}
