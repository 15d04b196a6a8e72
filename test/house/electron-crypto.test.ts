import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

// Electron's node:crypto is BoringSSL: no chacha20-poly1305, no argon2, no ML-KEM, and hashes beyond SHA-2 are not sure.
// Tests run on OpenSSL and would not notice, so what the house takes from node:crypto is held to this list.
const ALLOWED = new Set(['createHash', 'randomBytes', 'randomUUID', 'timingSafeEqual', 'Hash']);
const HASHES = new Set(['sha256', 'sha384', 'sha512']);
const root = fileURLToPath(new URL('../../', import.meta.url));

function sources(): string[] {
  return ['core', 'db', 'desk', 'cli', 'electron'].flatMap((floor) => {
    try {
      return readdirSync(join(root, floor), { recursive: true, encoding: 'utf8' })
        .filter(
          (name) => name.endsWith('.ts') && !name.endsWith('.test.ts') && !name.split(/[\\/]/).includes('testing'),
        )
        .map((name) => join(root, floor, name));
    } catch {
      return []; // a floor that is not built yet
    }
  });
}

describe('what the house takes from node:crypto', () => {
  it('is nothing that Electron lacks', () => {
    let imports = 0;
    for (const file of sources()) {
      const text = readFileSync(file, 'utf8');
      for (const [, names = ''] of text.matchAll(/import (?:type )?\{([^}]*)\} from 'node:crypto'/g)) {
        imports += 1;
        for (const name of names
          .split(',')
          .map((one) => one.replace(/\btype\b/, '').trim())
          .filter(Boolean)) {
          expect(ALLOWED.has(name), `${name} in ${file}`).toBe(true);
        }
      }
      expect(/import (\w+|\* as \w+) from 'node:crypto'|require\(['"](node:)?crypto/.test(text), file).toBe(false);
      for (const [, hash = ''] of text.matchAll(/createHash\(\s*'([^']*)'/g))
        expect(HASHES.has(hash), `${hash} in ${file}`).toBe(true);
    }
    expect(imports).toBeGreaterThan(3);
  });
});
