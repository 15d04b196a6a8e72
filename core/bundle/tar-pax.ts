import { malformed } from './tar-header.ts';

/**
 * Parses the records of a pax extended header (POSIX.1-2001): `LENGTH KEY=VALUE\n`, LENGTH counting the whole record.
 * @returns the values by key, as bytes
 * @throws Refusal `bundle.tar-malformed` on a record that does not fit its length or a key that comes twice
 */
export function parsePax(bytes: Uint8Array): Map<string, Uint8Array> {
  const records = new Map<string, Uint8Array>();
  let at = 0;
  while (at < bytes.length) {
    const space = bytes.indexOf(0x20, at);
    if (space < 0 || space - at > 8) throw malformed('an extended header has no record length');
    const digits = Buffer.from(bytes.subarray(at, space)).toString('latin1');
    if (!/^[1-9][0-9]*$/.test(digits)) throw malformed('an extended header has a bad record length');
    const end = at + Number(digits);
    const equals = bytes.indexOf(0x3d, space + 1);
    if (end > bytes.length || bytes[end - 1] !== 0x0a || equals < 0 || equals >= end) {
      throw malformed('an extended header has a record that does not fit its length');
    }
    const key = Buffer.from(bytes.subarray(space + 1, equals)).toString('utf8');
    if (key === '' || records.has(key)) throw malformed('an extended header has an empty or repeated key');
    records.set(key, bytes.slice(equals + 1, end - 1));
    at = end;
  }
  return records;
}

/** @returns one pax record as bytes. */
export function paxRecord(key: string, value: string): Uint8Array {
  const body = Buffer.byteLength(` ${key}=${value}\n`);
  // The length counts its own digits, which may add one more digit.
  let total = body + String(body).length;
  if (body + String(total).length !== total) total = body + String(total).length;
  return Buffer.from(`${total} ${key}=${value}\n`);
}
