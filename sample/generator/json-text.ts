/** Any value that the generator writes as JSON. Absent fields are left out, as Inspect leaves out nulls. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json | undefined };
export type JsonMap = { [key: string]: Json | undefined };

const MARK = 'json-token:';
const MARKED = /"json-token:([^"]*)"/g;

/**
 * A token that JSON.stringify cannot write: `NaN` and `Infinity` as Python writes them, and integers beyond 2^53.
 * @returns a string that `jsonText` turns into the bare token
 */
export function token(text: string): string {
  return `${MARK}${text}`;
}

/** The unscored value as Inspect writes it. */
export const NAN = token('NaN');

/** @returns the value as JSON text the way Python writes it: with bare NaN and exact integers */
export function jsonText(value: Json): string {
  const text = JSON.stringify(value);
  return text.includes(MARK) ? text.replace(MARKED, '$1') : text;
}
