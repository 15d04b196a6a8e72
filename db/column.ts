import {
  asPersonId,
  asProducerId,
  asSha384,
  type CaseId,
  type Instant,
  type KeyId,
  type PersonId,
  type ProducerId,
  type RunId,
  type Sha384,
} from '../core/brand.ts';
import { Refusal } from '../core/failure.ts';
import { asInstant } from '../core/instant.ts';
import { parseTolerantJson } from '../core/json/tolerant.ts';
import { type JsonObject, type JsonValue, jsonText } from '../core/json/value.ts';

/*
 * From columns to the domain's types and back. The schema checks every column, so a value that does not fit here means
 * a file that was changed past the schema.
 */

function torn(what: string): Refusal {
  return new Refusal('vault.torn', `A row of the vault holds something that is no ${what}.`, {
    remedy: 'Run `scrutineer vault check`, and restore the vault from its last copy.',
  });
}

export function digestFrom(text: string): Sha384 {
  const digest = asSha384(text);
  if (digest === undefined) throw torn('digest');
  return digest;
}

export function instantFrom(text: string): Instant {
  const at = asInstant(text);
  if (at === undefined) throw torn('time');
  return at;
}

export function instantOrNull(text: string | null): Instant | null {
  return text === null ? null : instantFrom(text);
}

export function personFrom(text: string): PersonId {
  const id = asPersonId(text);
  if (id === undefined) throw torn("person's id");
  return id;
}

export function personOrNull(text: string | null): PersonId | null {
  return text === null ? null : personFrom(text);
}

export function producerFrom(text: string): ProducerId {
  const id = asProducerId(text);
  if (id === undefined) throw torn("producer's id");
  return id;
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** @returns the text as a case's id, or undefined where it is no UUID in lower case. */
export function asCaseId(text: string): CaseId | undefined {
  return UUID.test(text) ? (text as CaseId) : undefined; // a case's id is a UUID given by the desk
}

/** @returns the text as a run's id, or undefined where it is no UUID in lower case. */
export function asRunId(text: string): RunId | undefined {
  return UUID.test(text) ? (text as RunId) : undefined; // a run's id is a UUID given by the desk
}

export function caseFrom(text: string): CaseId {
  const id = asCaseId(text);
  if (id === undefined) throw torn("case's id");
  return id;
}

export function runFrom(text: string): RunId {
  const id = asRunId(text);
  if (id === undefined) throw torn("run's id");
  return id;
}

export function keyIdFrom(text: string): KeyId {
  if (!/^[0-9a-f]{64}$/.test(text)) throw torn('key id');
  return text as KeyId; // checked above
}

/** Text of a closed set; the schema has the same list where it can. */
export function oneOf<T extends string>(set: readonly T[], text: string): T {
  const found = set.find((entry) => entry === text);
  if (found === undefined) throw torn(`one of ${set.join(', ')}`);
  return found;
}

/** JSON that may carry NaN or integers beyond 2^53, exactly as it was. */
export function exactJson(value: JsonValue): string {
  return jsonText(value);
}

export function exactJsonFrom(text: string): JsonValue {
  // Its own depth was limited when the log was read.
  return parseTolerantJson(new TextEncoder().encode(text)).value;
}

/** A JSON object of our own making. */
export function objectFrom(text: string): JsonObject {
  return JSON.parse(text) as JsonObject; // the schema checks json_valid, and only objects are written here
}

/** A number for statistics: NaN and infinities are kept as NULL, because SQLite has no NaN. */
export function finiteOrNull(value: number | null): number | null {
  return value !== null && Number.isFinite(value) ? value : null;
}

/** better-sqlite3 gives blobs as Buffer; the domain has Uint8Array. */
export function bytesFrom(blob: Uint8Array): Uint8Array {
  return new Uint8Array(blob.buffer, blob.byteOffset, blob.byteLength);
}

export function flag(value: boolean): 0 | 1 {
  return value ? 1 : 0;
}
