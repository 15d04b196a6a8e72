import { inflateSync } from 'node:zlib';

/** One file of the age test kit (C2SP/CCTV age, npm package cctv-age). */
export interface AgeVector {
  readonly name: string;
  readonly expect: string;
  /** Hex SHA-256 of everything that may be released. */
  readonly payload: string | undefined;
  readonly identities: readonly string[];
  readonly passphrases: readonly string[];
  readonly isArmored: boolean;
  readonly file: Uint8Array;
}

const KNOWN_KEYS = new Set([
  'expect',
  'payload',
  'file key',
  'identity',
  'armored',
  'comment',
  'compressed',
  'passphrase',
]);

/** @returns the vector, or undefined where it uses a key that the kit added later (to be skipped, as its README says). */
export function readAgeVector(name: string, bytes: Uint8Array): AgeVector | undefined {
  const raw = Buffer.from(bytes);
  const split = raw.indexOf('\n\n');
  const fields = raw
    .subarray(0, split)
    .toString('utf8')
    .split('\n')
    .map((line) => {
      const colon = line.indexOf(': ');
      return { key: line.slice(0, colon), value: line.slice(colon + 2) };
    });
  if (fields.some(({ key }) => !KNOWN_KEYS.has(key))) return undefined;
  const all = (key: string): string[] => fields.filter((field) => field.key === key).map(({ value }) => value);
  const body = raw.subarray(split + 2);
  return {
    name,
    expect: all('expect')[0] ?? '',
    payload: all('payload')[0],
    identities: all('identity'),
    passphrases: all('passphrase'),
    isArmored: all('armored')[0] === 'yes',
    file: all('compressed')[0] === 'zlib' ? inflateSync(body) : Uint8Array.from(body),
  };
}
