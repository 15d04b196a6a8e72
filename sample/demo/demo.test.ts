import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isInstalled, needs } from '../../test/stock-tool.ts';

interface DemoJson {
  readonly ok: boolean;
  readonly vault: string;
  readonly passphrases: string;
  readonly steps: readonly { readonly step: string; readonly outcome: string; readonly detail: string }[];
  readonly files: readonly { readonly kind: string; readonly path: string }[];
}

const script = fileURLToPath(new URL('./demo.ts', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'scrutineer-demo-test-'));
let output = '';
let demo: DemoJson;

beforeAll(() => {
  const env = { ...process.env, SCRUTINEER_DEMO_DIR: folder };
  output = execFileSync(process.execPath, [script, '--json'], {
    encoding: 'utf8',
    env,
    maxBuffer: 1 << 26,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  demo = JSON.parse(output);
}, 120_000);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

function pathsOf(kind: string): string[] {
  return demo.files.filter((file) => file.kind === kind).map(({ path }) => path);
}

function everyFile(below: string): string[] {
  return readdirSync(below, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}

describe('the demo', () => {
  it('does the main job from logs to a checked decision and says so in one JSON value', () => {
    expect(demo.ok).toBe(true);
    const refused = demo.steps.filter(({ outcome }) => outcome === 'refused-as-it-should').map(({ step }) => step);
    expect(refused).toEqual(['import-tampered', 'verify-tampered']);
    for (const step of [
      'vault-init',
      'seal-candidate',
      'import-reference',
      'adjudicate',
      'assess',
      'determine',
      'concur',
      'export-notice',
      'audit-verify',
      'verify-decision',
    ]) {
      expect(demo.steps.map((one) => one.step)).toContain(step);
    }
  });

  it('names every file that it made, and each is there', () => {
    for (const { path } of demo.files) expect(statSync(path).isFile() || statSync(path).isDirectory(), path).toBe(true);
    const names = demo.files.map(({ path }) => path);
    for (const ending of ['.seb', '.decision.dsse.json', '.notice.dsse.json', '.pem']) {
      expect(
        names.some((name) => name.endsWith(ending)),
        ending,
      ).toBe(true);
    }
  });

  it('leaves no text of the logs in any file of the vault', () => {
    const marker = Buffer.from('fathom_evals');
    const files = everyFile(demo.vault);
    expect(files.length).toBeGreaterThan(4);
    for (const file of files) expect(readFileSync(file).includes(marker), file).toBe(false);
  });

  it('tells no passphrase in what it prints', () => {
    const passphrases = everyFile(demo.passphrases).map((file) => readFileSync(file, 'utf8').trim());
    expect(passphrases).toHaveLength(6);
    for (const passphrase of passphrases) expect(output.includes(passphrase)).toBe(false);
  });

  it.skipIf(!isInstalled('openssl'))(
    needs('openssl', 'leaves a decision that stock openssl verifies by the commands it prints'),
    () => {
      const [commands = ''] = pathsOf('openssl-script');
      const cwd = mkdtempSync(join(folder, 'openssl-'));
      const told = execFileSync('sh', [commands], { cwd, encoding: 'utf8' });
      expect(told.match(/Signature Verified Successfully/g)).toHaveLength(2);
    },
  );
});
