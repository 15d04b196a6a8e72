import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { scrutineer, scrutineerJson } from '../../cli/testing/program.ts';
import { cryptoReady } from '../../core/crypto/ready.ts';
import { parseCard } from '../../core/identity/card.ts';
import { isInstalled } from '../stock-tool.ts';

// One vault through the program alone, with keyslots as strong as real ones: each unlocking takes its second.

let folder: string;
const at = (...parts: string[]) => join(folder, ...parts);
const CORA = 'the old mill stands at the river';
const RITA = 'seven herons over the harbour';

beforeAll(async () => {
  await cryptoReady();
  folder = mkdtempSync(join(tmpdir(), 'scrutineer-vault-'));
  for (const [name, passphrase] of Object.entries({
    cora: CORA,
    rita: RITA,
    new: `${CORA} bend`,
    weak: 'aaaaaaaaaaaaa',
  })) {
    writeFileSync(at(name), `${passphrase}\n`, { mode: 0o600 });
  }
  expect(scrutineer(['keygen', '--name', 'Root', '--org', 'Office', '--out', at('root')]).status).toBe(0);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const init = (vault: string, passphrase: string) => [
  ...['vault', 'init', '--vault', at(vault), '--name', 'Desk 1', '--org', 'Office', '--ceiling', 'SECRET//NOFORN'],
  ...['--person', 'cora', '--person-name', 'Cora Castle', '--root', at('root'), '--passphrase-file', at(passphrase)],
];
const cora = () => ['--vault', at('vault'), '--as', 'cora', '--passphrase-file', at('cora')];

describe('a vault at the command line', () => {
  it('is not made with a weak passphrase', () => {
    const run = scrutineerJson(init('weak-vault', 'weak'));
    expect(run).toMatchObject({ status: 1, value: { error: { code: 'input.invalid', where: 'passphrase' } } });
    expect(existsSync(at('weak-vault'))).toBe(false);
    expect(existsSync(at('weak-vault-cards'))).toBe(false);
  });

  it('leaves nothing behind when it is refused, so that the next try finds its place free', () => {
    writeFileSync(at('no-folder'), '');
    const refused = scrutineerJson([...init('again', 'cora'), '--cards', at('no-folder')]);
    expect(refused).toMatchObject({ status: 1, value: { error: { code: 'file.no-folder' } } });
    expect(existsSync(at('again')) ? readdirSync(at('again')) : []).toEqual([]);
    const wrong = init('again', 'cora').map((word) => (word === 'SECRET//NOFORN' ? 'VERY SECRET' : word));
    expect(scrutineerJson(wrong)).toMatchObject({ status: 1 });
    expect(existsSync(at('again-cards'))).toBe(false);
    expect(scrutineerJson(init('again', 'cora'))).toMatchObject({ status: 0 });
  });

  it.runIf(process.getuid?.() !== 0)('tells a folder that may not be written from a file that is there', () => {
    mkdirSync(at('shut'), { mode: 0o500 });
    const shut = scrutineerJson([...init('third', 'cora'), '--cards', at('shut')]);
    expect(shut).toMatchObject({ status: 1, value: { error: { code: 'file.no-access' } } });
  });

  it('is made with the cards that producers and the roster authority need', () => {
    const run = scrutineerJson(init('vault', 'cora'));
    expect(run).toMatchObject({ status: 0, value: { person: 'cora', recipient: expect.stringMatching(/^age1/) } });
    const desk = parseCard(readFileSync(at('vault-cards/desk.card.dsse.json')));
    expect(desk).toMatchObject({ kind: 'desk', ageRecipients: [run.value['recipient']] });
    expect(parseCard(readFileSync(at('vault-cards/cora.card.dsse.json')))).toMatchObject({ kind: 'person' });
    expect(statSync(at('vault')).mode & 0o777).toBe(0o700);
    expect(scrutineerJson([...init('vault', 'cora'), '--cards', at('more')])).toMatchObject({
      status: 1,
      value: { error: { code: 'vault.exists' } },
    });
  });

  it('enrols a person, who then opens it', () => {
    const names = ['--name', 'Rita Reyes', '--org', 'Office', '--pq'];
    const enrol = [
      'vault',
      'enrol',
      'rita',
      ...names,
      '--new-passphrase-file',
      at('rita'),
      '--card-out',
      at('rita.card'),
    ];
    expect(scrutineerJson([...enrol, ...cora()])).toMatchObject({ status: 0, value: { personId: 'rita' } });
    expect(parseCard(readFileSync(at('rita.card'))).keys.map(({ algorithm }) => algorithm)).toEqual([
      'ed25519',
      'ml-dsa-87',
    ]);
    const env = { SCRUTINEER_PASSPHRASE_FILE: at('rita') };
    const shown = scrutineerJson(['vault', 'show', '--vault', at('vault'), '--as', 'rita'], { env });
    // Without a roster, nobody but who made the vault may do anything.
    expect(shown).toMatchObject({ status: 1, value: { error: { code: 'desk.no-roster' } } });
    expect(scrutineerJson(['vault', 'show', ...cora()])).toMatchObject({
      status: 0,
      value: { persons: [{ personId: 'cora' }, { personId: 'rita' }], roster: null },
    });
  });

  it('refuses a wrong passphrase and tells of it at the next unlocking, and lets one be changed', () => {
    const wrong = scrutineerJson([
      'vault',
      'show',
      '--vault',
      at('vault'),
      '--as',
      'cora',
      '--passphrase-file',
      at('rita'),
    ]);
    expect(wrong).toMatchObject({ status: 1, value: { error: { code: 'crypto.passphrase-wrong' } } });
    const change = scrutineerJson(['vault', 'passphrase', '--new-passphrase-file', at('new'), ...cora()]);
    expect(change.status).toBe(0);
    expect(change.stderr).toContain('a wrong passphrase of cora was tried 1 time since');
    const opened = scrutineerJson([
      'vault',
      'check',
      '--vault',
      at('vault'),
      '--as',
      'cora',
      '--passphrase-file',
      at('new'),
    ]);
    expect(opened).toMatchObject({ status: 0, value: { ok: true } });
  });

  it('asks at the terminal, without showing what is typed', { skip: !isInstalled('script') }, async () => {
    const program = fileURLToPath(new URL('../../cli/scrutineer.js', import.meta.url));
    const line = `'${process.execPath}' '${program}' vault show --vault '${at('vault')}' --as cora`;
    const terminal = spawn('script', ['-qec', line, '/dev/null']);
    const ended = once(terminal, 'close');
    let shown = '';
    let isAnswered = false;
    terminal.stdout.setEncoding('utf8').on('data', (text: string) => {
      shown += text;
      if (isAnswered || !shown.includes('Passphrase of cora: ')) return;
      isAnswered = true;
      terminal.stdin.write(readFileSync(at('new')));
    });
    await ended;
    expect(shown).toContain('Passphrase of cora: ');
    expect(shown).toContain('Desk 1, may hold up to SECRET//NOFORN');
    expect(shown).not.toContain('old mill');
  });

  it('leaves no passphrase in what it printed or wrote beside the vault', () => {
    const files = readdirSync(at('vault-cards')).map((name) => readFileSync(at('vault-cards', name), 'latin1'));
    for (const text of files) for (const secret of [CORA, RITA]) expect(text).not.toContain(secret);
  });
});
