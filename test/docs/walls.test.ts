import { spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
const CONFIG = 'dependency-cruiser.config.js';
const FLOORS = ['core', 'db', 'desk', 'cli', 'electron', 'renderer'];
const PRESENT = FLOORS.filter((floor) => existsSync(join(root, floor)));

interface Cruised {
  /** `rule: from -> to` of each violation. */
  readonly violations: readonly string[];
  /** The project's own files that were read, without those that they import from elsewhere. */
  readonly modules: readonly string[];
  /** How many of those import another file of the project. */
  readonly leaning: number;
}

/** Runs the tool as `npm test` does, in a folder laid out like the repository. */
function cruise(folder: string, places: readonly string[]): Cruised {
  const tool = join(root, 'node_modules/dependency-cruiser/bin/dependency-cruiser.mjs');
  const args = [tool, '--config', CONFIG, '--output-type', 'json', '--', ...places];
  const { stdout: output } = spawnSync(process.execPath, args, { cwd: folder, encoding: 'utf8', maxBuffer: 1 << 28 });
  // The shape that dependency-cruiser documents for its JSON; a missing field fails the expectations below.
  const { modules, summary } = JSON.parse(output) as {
    modules: { source: string; dependencies: { resolved: string }[] }[];
    summary: { violations: { rule: { name: string }; from: string; to: string }[] };
  };
  const own = modules.filter(({ source }) => places.some((place) => source.startsWith(`${place}/`)));
  return {
    // A missing file is for the type checker to tell, and breaches no wall.
    violations: summary.violations
      .filter(({ rule }) => rule.name !== 'no-unresolved')
      .map(({ rule, from, to }) => `${rule.name}: ${from} -> ${to}`),
    modules: own.map(({ source }) => source),
    leaning: own.filter(({ dependencies }) => dependencies.some(({ resolved }) => /^\w+\/.*\.ts$/.test(resolved)))
      .length,
  };
}

let scratch = '';
beforeAll(() => {
  scratch = mkdtempSync(join(tmpdir(), 'scrutineer-walls-'));
  for (const file of [CONFIG, 'tsconfig.json', 'package.json']) cpSync(join(root, file), join(scratch, file));
  symlinkSync(join(root, 'node_modules'), join(scratch, 'node_modules'));
});
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

/** Lays out a house of the files given, and says what its walls have against it. */
function violationsOf(files: Readonly<Record<string, string>>): readonly string[] {
  for (const floor of FLOORS) rmSync(join(scratch, floor), { recursive: true, force: true });
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(scratch, path)), { recursive: true });
    writeFileSync(join(scratch, path), text);
  }
  return cruise(scratch, [...new Set(Object.keys(files).map((path) => path.split('/')[0] ?? ''))]).violations;
}

describe('the walls of the house', () => {
  it('hold in the whole tree', () => {
    const { violations, modules, leaning } = cruise(root, [...PRESENT, 'test']);
    expect(violations).toEqual([]);
    // Where the tool cannot read TypeScript it finds no imports, and nothing to object to.
    expect(modules.length).toBeGreaterThan(200);
    expect(leaning).toBeGreaterThan(200);
  });

  it('would find a socket, another program, and a lower floor that leans on a higher one', () => {
    const files = {
      'core/innocent.ts': 'export const one = 1;\n',
      'core/beacon.ts': "import { connect } from 'node:net';\nexport const call: typeof connect = connect;\n",
      'db/resolver.ts': "export const look = () => import('node:dns/promises');\n",
      'desk/runner.ts': "import { spawn } from 'node:child_process';\nexport const run: typeof spawn = spawn;\n",
      'core/climber.ts': "import type { Up } from '../desk/up.ts';\nexport type Down = Up;\n",
      'desk/up.ts': 'export type Up = number;\n',
    };
    expect(violationsOf(files).toSorted()).toEqual([
      'core-is-the-ground-floor: core/climber.ts -> desk/up.ts',
      'no-child-processes: desk/runner.ts -> child_process',
      'nothing-reaches-a-network: core/beacon.ts -> net',
      'nothing-reaches-a-network: db/resolver.ts -> dns/promises',
    ]);
  });

  it('would find cryptography and SQL outside their rooms', () => {
    const files = {
      'core/crypto/allowed.ts': "export { default } from 'libsodium-wrappers';\n",
      'core/bundle/shortcut.ts': "export { default } from 'libsodium-wrappers';\n",
      'db/allowed.ts': "export { default } from 'better-sqlite3';\n",
      'desk/shortcut.ts': "export { default } from 'better-sqlite3';\n",
    };
    expect(
      violationsOf(files)
        .map((one) => one.split(' -> ')[0])
        .toSorted(),
    ).toEqual(['cryptography-lives-in-core-crypto: core/bundle/shortcut.ts', 'sqlite-lives-in-db: desk/shortcut.ts']);
  });

  it('have no door that an import rule cannot see', () => {
    const door = /\b(fetch|WebSocket|EventSource|XMLHttpRequest|sendBeacon|getBuiltinModule|createRequire)\s*[(<]/;
    const sources = ['core', 'db', 'desk', 'cli'].flatMap((floor) =>
      readdirSync(join(root, floor), { recursive: true, encoding: 'utf8' })
        .filter((name) => /\.(ts|js)$/.test(name) && !/\.test\.ts$|(^|\/)testing\//.test(name))
        .map((name) => join(floor, name)),
    );
    expect(sources.length).toBeGreaterThan(200);
    expect(door.test('await fetch(address)')).toBe(true);
    expect(sources.filter((file) => door.test(readFileSync(join(root, file), 'utf8')))).toEqual([]);
  });
});
