import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

/** Where the demo puts what it makes. */
export interface Places {
  readonly root: string;
  readonly authority: string;
  readonly lab: string;
  readonly logs: string;
  readonly archive: string;
  readonly vault: string;
  readonly cards: string;
  readonly keys: string;
  readonly passphrases: string;
  readonly out: string;
}

/** @returns folders below `SCRUTINEER_DEMO_DIR`, or below a new folder among the temporary ones. */
export function makePlaces(): Places {
  const given = process.env['SCRUTINEER_DEMO_DIR'];
  const base = given === undefined || given === '' ? tmpdir() : resolve(given);
  mkdirSync(base, { recursive: true });
  const root = mkdtempSync(join(base, 'scrutineer-demo-'));
  const place = (name: string) => join(root, name);
  const places = {
    root,
    authority: place('authority'),
    lab: place('lab'),
    logs: place('lab/logs'),
    archive: place('archive'),
    vault: place('vault'),
    cards: place('cards'),
    keys: place('keys'),
    passphrases: place('passphrases'),
    out: place('out'),
  };
  for (const folder of [places.logs, places.cards, places.keys, places.passphrases, places.out])
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  return places;
}

const SYLLABLES = ['ba', 'ce', 'di', 'fo', 'gu', 'ha', 'je', 'ki', 'lo', 'mu', 'na', 'pe', 'ri', 'so', 'tu', 'va'];

/** Makes a passphrase of five invented words (80 random bits) and writes it where the tour finds it. */
export function makePassphrase(places: Places, person: string): Uint8Array {
  const words = Array.from({ length: 5 }, () =>
    [...randomBytes(2)]
      .flatMap((byte) => [byte >> 4, byte & 15])
      .map((index) => SYLLABLES[index] ?? '')
      .join(''),
  );
  const text = words.join(' ');
  writeFileSync(join(places.passphrases, `${person}.txt`), `${text}\n`, { mode: 0o600, flag: 'wx' });
  return new TextEncoder().encode(text);
}
