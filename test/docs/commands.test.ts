import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isInstalled } from '../stock-tool.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const TIMEOUT = 600_000;
let folder = '';
let environment: NodeJS.ProcessEnv = {};

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'scrutineer-documents-'));
  execFileSync(process.execPath, ['sample/demo/demo.ts', '--json'], {
    cwd: root,
    env: { ...process.env, SCRUTINEER_DEMO_DIR: folder },
    maxBuffer: 1 << 26,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [demo = ''] = readdirSync(folder);
  // The documents' `mktemp -d` goes below our own folder, and a command without a terminal never waits for a passphrase.
  environment = { ...process.env, DEMO: join(folder, demo), TMPDIR: folder };
}, TIMEOUT);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const shellBlocksOf = (page: string) =>
  [...readFileSync(join(root, page), 'utf8').matchAll(/^```sh\b.*\n([\s\S]*?)^```$/gm)].map(([, block = '']) => block);

/** The commands of a page in their order, run by this very Node instead of through npx. */
function commandsOf(page: string): string {
  const typed = shellBlocksOf(page).filter((block) => !block.startsWith('npm '));
  const program = `'${process.execPath}' '${join(root, 'cli/scrutineer.js')}'`;
  return ['set -eu', ...typed].join('\n').replaceAll('npx scrutineer', program);
}

function run(commands: string): { status: number | null; output: string } {
  const { status, stdout, stderr } = spawnSync('sh', ['-c', `exec 2>&1\n${commands}`], {
    cwd: root,
    env: { ...environment, PATH: `${dirname(process.execPath)}:${process.env['PATH'] ?? ''}` },
    encoding: 'utf8',
    maxBuffer: 1 << 26,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  return { status, output: stdout + stderr };
}

/** Without openssl the line that calls it is left out, and everything else still runs. */
const withoutOpenssl = (commands: string) =>
  isInstalled('openssl') ? commands : commands.replaceAll(/^env -C .*$/gm, '');

const TOUR = 'take a newcomer through the tour of the front page';
const tourTitle = isInstalled('openssl') ? TOUR : `${TOUR} (its openssl line is skipped: openssl is not installed)`;

/** Outside the checkout npx would ask the registry for a package of our name; so no block may lead out of it. */
const LEADS_AWAY =
  /(?:^|[;&|({`!]|\b(?:then|do|else|if|while|command|builtin|eval)\b)\s*(?:cd|pushd|popd)(?![\w-])|\benv\s[^\n]*(?:-C|--chdir)[^\n]*\b(?:npx|npm|scrutineer)\s/m;

describe('the commands of the documents', () => {
  it('never lead out of the checkout, where npx would ask the registry', () => {
    const pages = readdirSync(root, { encoding: 'utf8' })
      .concat(readdirSync(join(root, 'docs'), { encoding: 'utf8', recursive: true }).map((page) => join('docs', page)))
      .filter((page) => page.endsWith('.md'));
    expect(pages).toEqual(expect.arrayContaining(['README.md', join('docs', 'guide.md')]));
    const away = pages.flatMap((page) =>
      shellBlocksOf(page)
        .filter((block) => LEADS_AWAY.test(block))
        .map((block) => `${page}: ${LEADS_AWAY.exec(block)?.[0].trim()} in ${block}`),
    );
    expect(away).toEqual([]);
  });

  it.each([
    'cd "$WORK/out/decision"',
    'ls\n  cd ..',
    '(cd "$(mktemp -d)" && ls)',
    'true && cd /tmp',
    'X=$(cd a; pwd)',
    'pushd /tmp',
    'cd',
    'env -C /tmp npx scrutineer log x',
  ])('would be noticed where they did: %s', (block) => expect(block).toMatch(LEADS_AWAY));

  it.each(['ls abcd', 'npx scrutineer log cd.eval', 'env -C "$(mktemp -d)" sh check.sh', 'cd-rom'])(
    'may hold what only looks so: %s',
    (block) => expect(block).not.toMatch(LEADS_AWAY),
  );

  it(tourTitle, { timeout: TIMEOUT }, () => {
    const { status, output } = run(withoutOpenssl(commandsOf('README.md')));
    expect(output.slice(-6000)).toContain('events follow each other without a gap');
    expect(output.match(/refused, as it should be/g)).toHaveLength(2);
    for (const told of [
      'MET',
      'bundle.torn',
      'decision.signature-bad',
      'dora, carl signed, each counted once',
      'The policy given is',
    ]) {
      expect(output).toContain(told);
    }
    if (isInstalled('openssl')) expect(output.match(/Signature Verified Successfully/g)).toHaveLength(2);
    expect(status).toBe(0);
  });

  it('take six roles through the guide, from empty folders to a decision that verifies', { timeout: TIMEOUT }, () => {
    const { status, output } = run(withoutOpenssl(commandsOf('docs/guide.md')));
    expect(output.slice(-6000)).toMatch(/ok +/);
    for (const told of [
      'Taken in: 1 new position, signatures of',
      'The decision is complete.',
      'The quarantine is empty.',
      'The assessment given is the one decided on.',
    ]) {
      expect(output).toContain(told);
    }
    expect(output).not.toMatch(/ FAIL /);
    if (isInstalled('openssl')) expect(output.match(/Signature Verified Successfully/g)).toHaveLength(3);
    expect(status).toBe(0);
  });
});
