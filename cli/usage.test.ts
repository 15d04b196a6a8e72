import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { EXIT } from './outcome.ts';
import { scrutineer, scrutineerJson, scrutineerMany } from './testing/program.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'scrutineer-usage-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const COMMANDS = [
  'log',
  'keygen',
  'seal',
  'check',
  'roster sign',
  'roster show',
  'roster import',
  'policy sign',
  'policy show',
  'policy check',
  'policy import',
  'vault init',
  'vault enrol',
  'vault show',
  'vault check',
  'vault passphrase',
  'import',
  'quarantine list',
  'quarantine show',
  'cases',
  'case show',
  'attempts',
  'attempt show',
  'score add',
  'adjudicate',
  'assess',
  'determine',
  'concur',
  'withdraw',
  'notice',
  'export',
  'audit show',
  'audit verify',
  'audit export',
  'verify',
];

const WRONG: Readonly<Record<string, readonly string[]>> = {
  'an unknown command': ['decide'],
  'no command': [],
  'half a command': ['vault'],
  'an unknown option': ['log', 'x', '--loud'],
  'a missing argument': ['log'],
  'one argument too many': ['log', 'a', 'b'],
  'a missing option': ['keygen', '--name', 'x'],
  'a choice that is none': ['determine', 'x', '--vault', 'v', '--as', 'a', '--determination', 'maybe'],
  'a number that is none': ['attempt', 'show', 'x', '--vault', 'v', '--as', 'a'],
  "a person's id that is none": ['cases', '--vault', 'v', '--as', 'No Body'],
  'a time that is none': ['check', 'x', '--identity', 'i', '--roster', 'r', '--root', 'p', '--at', 'yesterday'],
};

/** @returns the words of an example as a shell would cut them. */
function wordsOf(example: string): string[] {
  return [...example.matchAll(/"([^"]*)"|'([^']*)'|(\S+)/g)].map(([, a, b, c]) => a ?? b ?? c ?? '');
}

describe('the command line', () => {
  it('helps with every command, each with an example line', () => {
    const helps = scrutineerMany(COMMANDS.map((command) => [...command.split(' '), '--help']));
    for (const [index, { status, stdout, stderr }] of helps.entries()) {
      expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
      expect(stdout).toMatch(new RegExp(`^Usage: scrutineer ${COMMANDS[index]} `));
      expect(stdout).toContain(`Example:\n  $ scrutineer ${COMMANDS[index]}`);
      expect(stdout).toContain('--json');
    }
  });

  it('has an example that it understands itself for every command', () => {
    const helps = scrutineerMany(COMMANDS.map((command) => [...command.split(' '), '--help']));
    const examples = helps.map(({ stdout }) => /\$ scrutineer (.*)\n/.exec(stdout)?.[1] ?? '');
    expect(examples.every((example) => example.length > 0)).toBe(true);
    // Nothing the examples name is there: they are refused by a check, and never for their usage.
    const runs = scrutineerMany(examples.map(wordsOf), folder);
    const wrong = runs.map(({ status }, index) => ({ status, example: examples[index] }));
    expect(wrong.filter(({ status }) => status !== EXIT.refused)).toEqual([
      // Keys need nothing that is there before.
      { status: EXIT.done, example: expect.stringMatching(/^keygen /) },
    ]);
  });

  it('ends with 0 for help and version, which are JSON where that is asked for', () => {
    expect(scrutineer(['--help'])).toMatchObject({ status: 0, stderr: '' });
    expect(scrutineerJson(['log', '--help'])).toMatchObject({ status: 0, value: { help: expect.any(String) } });
    expect(scrutineerJson(['--version'])).toMatchObject({ status: 0, value: { version: expect.any(String) } });
  });

  it('ends with 2 and one JSON value where it is called wrongly', () => {
    const calls = Object.values(WRONG);
    const runs = scrutineerMany([...calls.map((args) => [...args, '--json']), ...calls]);
    for (const [index, what] of Object.keys(WRONG).entries()) {
      const run = runs[index];
      const value = JSON.parse(run?.stdout ?? '');
      expect({ what, status: run?.status, value }).toEqual({
        what,
        status: 2,
        value: { error: { code: 'usage', message: expect.stringMatching(/./) } },
      });
      const inWords = runs[calls.length + index];
      expect({ what, stdout: inWords?.stdout, stderr: inWords?.stderr }).toEqual({
        what,
        stdout: '',
        stderr: expect.stringMatching(/./),
      });
    }
  });

  it('takes --json anywhere, and a file of that name after --', () => {
    for (const args of [
      ['--json', 'log', 'nothing.eval'],
      ['log', '--json', 'nothing.eval'],
      ['log', 'nothing.eval', '--json'],
    ]) {
      const run = scrutineer(args, { cwd: folder });
      expect(run.status).toBe(1);
      expect(JSON.parse(run.stdout)).toMatchObject({ error: { code: 'bytes.unreadable', where: 'nothing.eval' } });
    }
    const run = scrutineer(['log', '--', '--json'], { cwd: folder });
    expect(run).toMatchObject({ status: 1, stdout: '' });
  });

  it('ends with 1 and a remedy for a file that is refused', () => {
    const file = join(folder, 'no-log.txt');
    writeFileSync(file, 'UNCLASSIFIED');
    const run = scrutineer(['log', file]);
    expect(run).toMatchObject({ status: 1, stdout: '' });
    expect(run.stderr).toMatch(/^Refused: .*\[log\.not-a-log\]\n {2}where: .*no-log\.txt\n {2}next: /);
  });

  it('shows control characters of a file name as text, so that they cannot redraw a terminal', () => {
    const run = scrutineer(['log', join(folder, '\u001b[2J\u202etxt.eval')]);
    expect(run.stderr).toContain('\\u{1b}[2J\\u{202e}txt.eval');
  });

  it('is silent where the reader of its output has gone', async () => {
    const program = fileURLToPath(new URL('./scrutineer.js', import.meta.url));
    const child = spawn(process.execPath, [program, '--help']);
    child.stdout.destroy();
    const { status, stderr } = await ended(child);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  });
});

function ended(child: ReturnType<typeof spawn>): Promise<{ status: number | null; stdout: string; stderr: string }> {
  const out = { stdout: '', stderr: '' };
  child.stdout?.on('data', (chunk) => (out.stdout += chunk));
  child.stderr?.on('data', (chunk) => (out.stderr += chunk));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (status) => resolve({ status, ...out }));
  });
}
