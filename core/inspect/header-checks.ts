import { counted } from '../counted.ts';
import {
  arrayMember,
  isJsonObject,
  type JsonObject,
  type JsonValue,
  member,
  objectMember,
  setMember,
} from '../json/value.ts';
import type { Findings } from './finding.ts';
import type { LogHeader } from './header.ts';
import { sameJson } from './same-json.ts';

const STATUSES = new Set(['started', 'success', 'cancelled', 'error']);

/** Compares what the header says with what else it says, and with the header written at the start. */
export function checkHeader(header: LogHeader, start: LogHeader | null, crashed: boolean, findings: Findings): void {
  if (!STATUSES.has(header.status)) findings.add('log.unknown-status', null, 'The status is none that Inspect writes');
  else if (header.status !== 'success' && !crashed) {
    findings.add('log.not-finished', null, `The run ended with the status "${header.status}"`);
  }
  if (start) checkStart(header, start, findings);
  checkEdits(header, findings);
  for (const [what, time] of [
    ['created', header.created],
    ['started', header.startedAt],
  ] as const) {
    if (time?.naive) findings.add('log.naive-time', null, `The time "${what}" has no offset and is read as UTC`);
  }
}

/** The specification is written at the start and never changed after; what runs changes is journalled beside it. */
function checkStart(header: LogHeader, start: LogHeader, findings: Findings): void {
  const before = objectMember(start.raw, 'eval') ?? {};
  const after = objectMember(header.raw, 'eval') ?? {};
  const keys = new Set([...Object.keys(before), ...Object.keys(after)]);
  const changed = [...keys].filter((key) => !sameJson(member(before, key) ?? null, member(after, key) ?? null));
  if (changed.length === 0) return;
  const names = changed.slice(0, 8).map((key) => key.slice(0, 40));
  findings.add(
    'log.start-mismatch',
    '_journal/start.json',
    `The header differs from the start in: ${names.join(', ')}`,
  );
}

/** The header's tags and metadata must be those of the launch with the logged edits applied. */
function checkEdits(header: LogHeader, findings: Findings): void {
  if (header.logUpdates.length > 0) {
    findings.add(
      'log.log-edited',
      null,
      `Tags or metadata were edited ${counted(header.logUpdates.length, 'time')} after the run`,
    );
  }
  const spec = objectMember(header.raw, 'eval');
  const tags = new Set(textsOf(member(spec, 'tags')));
  const metadata: JsonObject = {};
  for (const [key, value] of Object.entries(objectMember(spec, 'metadata') ?? {})) setMember(metadata, key, value);
  for (const update of header.logUpdates) {
    for (const edit of arrayMember(update, 'edits') ?? [update]) applyEdit(edit, tags, metadata);
  }
  const stated = member(header.raw, 'tags');
  if (Array.isArray(stated) && !sameSet(new Set(textsOf(stated)), tags)) {
    findings.add('log.tags-mismatch', null, 'The tags are not those of the launch with the logged edits applied');
  }
  const said = member(header.raw, 'metadata');
  if (isJsonObject(said) && !sameJson(said, metadata)) {
    findings.add('log.tags-mismatch', null, 'The metadata is not that of the launch with the logged edits applied');
  }
}

function applyEdit(edit: JsonValue, tags: Set<string>, metadata: JsonObject): void {
  for (const tag of textsOf(member(edit, 'tags_add'))) tags.add(tag);
  for (const tag of textsOf(member(edit, 'tags_remove'))) tags.delete(tag);
  for (const [key, value] of Object.entries(objectMember(edit, 'metadata_set') ?? {})) setMember(metadata, key, value);
  for (const key of textsOf(member(edit, 'metadata_remove'))) delete metadata[key];
}

function textsOf(value: JsonValue | undefined): string[] {
  return Array.isArray(value) ? value.filter((each) => typeof each === 'string') : [];
}

function sameSet(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  return a.size === b.size && [...a].every((each) => b.has(each));
}
