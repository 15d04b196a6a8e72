import type { Sha384 } from '../core/brand.ts';
import { Sha384Stream } from '../core/crypto/digest.ts';
import { get, type ReadableDb } from './handle.ts';

const encoder = new TextEncoder();

/**
 * Digests rows: docs/formats/vault.md, "Digests of rows". Each row is a line of canonical JSON (RFC 8785), an array of the
 * table's name and the row's values in the order of the query; the first line is the vault's salt.
 */
export class RowHash {
  readonly #hash = new Sha384Stream();

  constructor(db: ReadableDb) {
    const row = get<{ salt: Uint8Array }>(db, 'SELECT salt FROM digest_salt WHERE id = 1');
    this.#line([row?.salt ?? null]);
  }

  /** @param row as a query gave it; the order of its fields counts */
  add(table: string, row: object): this {
    return this.#line([table, ...Object.values(row)]);
  }

  digest(): Sha384 {
    return this.#hash.digest();
  }

  // An array of text, finite numbers and nulls is written by JSON.stringify exactly as RFC 8785 asks.
  #line(values: readonly unknown[]): this {
    this.#hash.update(encoder.encode(`${JSON.stringify(values.map(plain))}\n`));
    return this;
  }
}

/** Bytes as lower-case hex; a number that JSON has no word for as text. */
function plain(value: unknown): unknown {
  if (value instanceof Uint8Array) return Buffer.from(value).toString('hex');
  if (typeof value === 'number' && !Number.isFinite(value)) return String(value);
  return value;
}
