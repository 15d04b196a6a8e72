import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { scrutineer, scrutineerInterrupted, scrutineerJson, scrutineerMany } from '../../cli/testing/program.ts';
import { listPersons } from '../../db/repositories/person.ts';
import { writeSuiteLogs } from '../../sample/generator/suite.ts';
import { CAST, type Name, passphraseOf } from '../desk-world/people.ts';
import { POLICY } from '../desk-world/policy.ts';
import { makeWorld, type World } from '../desk-world/world.ts';
import { isInstalled, needs, runTool } from '../stock-tool.ts';

// The whole job at the command line, in order: each step stands on the files that the one before it wrote. Only the six
// keyslots are made through the desk's own API, where they may be cheap.

let world: World;
const at = (...parts: string[]) => join(world.folder, ...parts);
const exportedDecision = () =>
  at('out', readdirSync(at('out')).find((name) => name.endsWith('.decision.dsse.json')) ?? 'no decision');
/** What OpenSSL says for each signature that holds. */
const verified = (said: Uint8Array) => new TextDecoder().decode(said).match(/Signature Verified Successfully/g);

beforeAll(async () => {
  world = await makeWorld({ bundles: false, suite: { samples: 6 } });
  mkdirSync(at('cards'));
  mkdirSync(at('pass'));
  for (const { id, card } of listPersons(world.vault.db)) writeFileSync(at('cards', `${id}.card.dsse.json`), card);
  for (const name of Object.keys(CAST)) {
    // The keys of CAST.
    writeFileSync(at('pass', name), passphraseOf(name as Name), { mode: 0o600 });
  }
  writeFileSync(at('root.key.pem'), world.root.exportPem(), { mode: 0o600 });
  writeFileSync(at('desk.txt'), `# the desk\n${world.recipient}\n`);
  world.vault.close();
});

afterAll(() => {
  rmSync(world.folder, { recursive: true, force: true });
});

/** Runs a command that is expected to do its work. */
function done<T extends object = Record<string, unknown>>(args: readonly string[]): T {
  const run = scrutineerJson(args);
  expect({ args, status: run.status, error: run.value['error'], stderr: run.stderr.split('\n')[0] }).toMatchObject({
    status: 0,
    error: undefined,
  });
  // Each step reads what it needs.
  return run.value as T;
}

const desk = (name: Name) => ['--vault', world.vaultPath, '--as', CAST[name].id, '--passphrase-file', at('pass', name)];
const json = (name: string, value: unknown) => {
  writeFileSync(at(name), JSON.stringify(value, null, 2));
  return at(name);
};
const trust = () => ['--roster', at('roster-2.dsse.json'), '--root', at('root/public.pem')];

const CASE = {
  developer: 'Fathomworks',
  model: 'meridian-4',
  version: '2026-09-01',
  role: 'candidate',
  caseKey: 'fathomworks/meridian-4',
  producerId: 'fathomworks',
  sequence: 1,
};

describe('the whole job at the command line', () => {
  let previous: unknown;
  let caseId = '';

  it('makes keys for the root from a PEM, and for the lab', () => {
    const root = ['keygen', '--name', 'Root', '--org', 'Office', '--out', at('root')];
    done([...root, '--signing-key', at('root.key.pem')]);
    expect(readFileSync(at('root/public.pem'), 'utf8')).toBe(world.rootPem);
    const lab = done(['keygen', '--name', 'Fathomworks', '--org', 'Fathomworks', '--out', at('lab'), '--pq']);
    expect((lab['keys'] as { algorithm: string }[]).map(({ algorithm }) => algorithm)).toEqual([
      'ed25519',
      'ml-dsa-87',
    ]);
    done(['keygen', '--name', 'Archive', '--org', 'Fathomworks', '--out', at('archive')]);
    expect(statSync(at('lab/ed25519.key.pem')).mode & 0o777).toBe(0o600);
    expect(statSync(at('lab/age-identity.txt')).mode & 0o777).toBe(0o600);
  });

  it('signs a roster of identity cards and takes it into the vault', () => {
    const persons = Object.values(CAST).map(({ id, role, ...more }) => ({
      personId: id,
      card: `cards/${id}.card.dsse.json`,
      roles: [role],
      ...('agency' in more ? { agency: more.agency } : {}),
    }));
    const producers = [{ producerId: 'fathomworks', card: 'lab/card.dsse.json' }];
    const spec = { rosterId: 'review-office', sequence: 2, organization: 'Review Office', persons, producers };
    const signed = [
      'roster',
      'sign',
      json('roster.json', spec),
      '--key',
      at('root'),
      '--out',
      at('roster-2.dsse.json'),
    ];
    expect(done(signed)).toMatchObject({ rosterId: 'review-office', sequence: 2, persons: 6, producers: 1 });
    expect(done(['roster', 'show', at('roster-2.dsse.json'), '--root', at('root/public.pem')])).toMatchObject({
      checked: true,
      ok: true,
      roster: { producers: [{ requiredAlgorithms: ['ed25519', 'ml-dsa-87'] }] },
    });
    expect(done(['roster', 'import', at('roster-2.dsse.json'), ...desk('cora')])).toMatchObject({ sequence: 2 });
  });

  it('signs a policy and takes it into the vault', () => {
    const spec = json('policy.json', { ...POLICY, version: '2' });
    done(['policy', 'sign', spec, '--key', at('root'), '--out', at('policy-2.dsse.json')]);
    const file = at('policy-2.dsse.json');
    expect(done(['policy', 'check', file, '--root', at('root')])).toMatchObject({ ok: true });
    expect(done(['policy', 'show', file])).toMatchObject({ checked: false, policy: { version: '2' } });
    expect(done(['policy', 'import', file, ...desk('cora')])).toMatchObject({ version: '2' });
  });

  it('seals two bundles, which check without a vault', async () => {
    mkdirSync(at('logs'));
    const [hand, ...rest] = world.suite.candidate.toReversed();
    expect(hand).toBeDefined();
    await writeSuiteLogs(at('logs'), rest.toReversed());
    writeFileSync(at('logs/listing.json'), '{}');
    writeFileSync(at('logs/readme.txt'), 'UNCLASSIFIED. Sample data.\n');
    writeFileSync(
      at('hand.csv'),
      'benchmark,metric,value,sample,epoch\nhand/run,solved,1,a,1\nhand/run,solved,0,b,1\n',
    );
    const seal = ['seal', '--key', at('lab'), '--to', at('desk.txt'), at('lab/card.dsse.json'), at('archive')];
    const members = { 'hand.csv': { name: 'by-hand/scores.csv' } };
    const first = [...seal, '--case', json('case.json', { ...CASE, members }), '--out', at('candidate.seb')];
    const sealed = done([...first, at('logs'), at('hand.csv')]);
    expect((sealed['members'] as { name: string; role: string }[]).map(({ role }) => role).toSorted()).toEqual([
      'attachment',
      'inspect-log',
      'inspect-log',
      'inspect-log',
      'scores',
    ]);
    previous = { sequence: 1, digest: sealed['manifestDigest'] };
    expect(readdirSync(world.folder).filter((name) => name.endsWith('.part'))).toEqual([]);

    mkdirSync(at('reference'));
    await writeSuiteLogs(at('reference'), world.suite.reference.slice(0, 2));
    const note = { ...CASE, model: 'meridian-3', version: '2025-11-01', role: 'reference', sequence: 2, previous };
    done([...seal, '--case', json('case-2.json', note), '--out', at('reference.seb'), at('reference')]);

    const checked = done(['check', at('candidate.seb'), '--identity', at('lab'), ...trust()]);
    expect(checked).toMatchObject({ ok: true, manifest: { sequence: 1 }, sealedDigest: sealed['sealedDigest'] });
    expect(new Set((checked['steps'] as { outcome: string }[]).map(({ outcome }) => outcome))).toEqual(
      new Set(['passed']),
    );
  });

  it(needs('age', 'opens what it sealed with stock age and tar'), { skip: !isInstalled('age') }, () => {
    const plain = runTool('age', ['-d', '-i', at('archive/age-identity.txt'), at('reference.seb')]);
    expect({ status: plain.status, stderr: plain.stderr }).toEqual({ status: 0, stderr: '' });
    const listed = runTool('tar', ['t'], plain.stdout);
    expect(Buffer.from(listed.stdout).toString().split('\n')).toHaveLength(1 + 2 + 1);
  });

  it('imports them, and quarantines a damaged copy with its reasons', () => {
    const torn = readFileSync(at('candidate.seb'));
    torn.writeUInt8(torn.readUInt8(torn.length - 100) ^ 1, torn.length - 100);
    writeFileSync(at('torn.seb'), torn);
    const files = [at('candidate.seb'), at('torn.seb'), at('reference.seb'), at('nothing.seb')];
    const run = scrutineerJson(['import', ...files, ...desk('tom')]);
    expect(run.status).toBe(1);
    expect(run.value).toMatchObject({
      bundles: [
        { ok: true, quarantined: false, runs: 3 },
        { ok: false, quarantined: true },
        { ok: true, runs: 2 },
        { ok: false, error: { code: 'bytes.unreadable' } },
      ],
      error: { code: expect.stringMatching(/^(age|bundle)\./) },
    });
    const { quarantine } = done<{ quarantine: { digest: string }[] }>(['quarantine', 'list', ...desk('tom')]);
    expect(quarantine).toHaveLength(1);
    const shown = done(['quarantine', 'show', String(quarantine[0]?.digest).slice(0, 8), ...desk('tom')]);
    expect(shown).toMatchObject({ fileName: 'torn.seb', receivedBy: 'tom' });
  });

  it('shows cases and attempts, by case key, by id and by the beginning of an id', () => {
    const { cases } = done<{ cases: { caseId: string }[] }>(['cases', ...desk('rita')]);
    expect(cases).toMatchObject([{ model: 'meridian-4', determination: 'undetermined', bundles: 2, runs: 5 }]);
    caseId = String(cases[0]?.caseId);
    const shown = done<{ runs: { runId: string; task: string }[] }>(['case', 'show', CASE.caseKey, ...desk('rita')]);
    expect(done(['case', 'show', caseId.slice(0, 6), ...desk('rita')])).toMatchObject({ summary: { caseId } });
    expect(scrutineerJson(['case', 'show', 'nobody', ...desk('rita')]).value).toMatchObject({
      error: { code: 'desk.no-such-case' },
    });
    const run = shown.runs.find(({ task }) => task.endsWith('harbour_ctf'))?.runId.slice(0, 8) ?? '';
    const page = done<{ attempts: { attemptId: number }[] }>(['attempts', run, '--limit', '3', ...desk('rita')]);
    expect(page.attempts).toHaveLength(3);
    const id = String(page.attempts[0]?.attemptId);
    const read = done<{ messages: unknown[] }>(['attempt', 'show', id, '--count', '2', ...desk('rita')]);
    expect(read.messages).toHaveLength(2);
    expect(
      done([
        'adjudicate',
        id,
        '--scorer',
        'flag',
        '--verdict',
        'excluded',
        '--flag',
        'cheating',
        '--rationale',
        'It read the answer.',
        ...desk('rita'),
      ]),
    ).toMatchObject({ readers: 1 });
  });

  it('records a score typed in, and assesses', () => {
    const from = ['--source', 'Room 12', '--conducted-by', 'Red team', '--conducted-at', '2026-09-10T10:00:00Z'];
    const number = ['--benchmark', 'hand/week', '--metric', 'solved', '--value', '0.25', '--tasks', '8'];
    copyFileSync(at('logs/readme.txt'), at('proof.txt'));
    const more = ['--procedure', 'Plan RT-7', '--attachment', at('proof.txt')];
    const added = done(['score', 'add', caseId, ...number, ...from, ...more, ...desk('rita')]);
    expect(added['attachmentDigest']).toMatch(/^[0-9a-f]{96}$/);
    expect(done(['assess', caseId, ...desk('rita')])).toMatchObject({ outcome: expect.any(String) });
  });

  it('determines, withdraws, determines again and collects a concurrence', () => {
    const rationale = json('rationale.json', [{ marking: '(U)', text: 'Two of three thresholds are met.' }]);
    const determine = ['determine', caseId, '--determination', 'covered', ...desk('dora')];
    expect(scrutineerJson(determine)).toMatchObject({ status: 2, value: { error: { code: 'usage' } } });
    done([...determine, '--portion', '(U) A first try.']);
    expect(done(['withdraw', caseId, '--reason', 'A better text.', ...desk('dora')])).toMatchObject({
      state: 'withdrawn',
    });
    expect(done([...determine, '--rationale', rationale])).toMatchObject({ state: 'draft' });
    const concur = ['concur', caseId, '--position', 'concurs', '--portion', '(U) CISA concurs.', ...desk('carl')];
    expect(done(concur)).toMatchObject({ state: 'complete', missing: [] });
  });

  it('exports decision and notice, which verify without the vault', () => {
    const exported = done<{
      files: { kind: string; path: string }[];
    }>(['export', caseId, '--out', at('out'), ...desk('tom')]);
    const path = (kind: string) => exported.files.find((file) => file.kind === kind)?.path ?? '';
    const beside = [
      '--policy',
      path('policy'),
      '--assessment',
      path('assessment'),
      '--concurrence',
      path('concurrence'),
    ];
    const bundles = ['--bundle', at('candidate.seb'), '--bundle', at('reference.seb')];
    const verified = done<{
      steps: { outcome: string }[];
    }>(['verify', path('decision'), ...trust(), ...beside, ...bundles, '--openssl']);
    expect(verified).toMatchObject({ ok: true, kind: 'decision', openssl: expect.stringContaining('openssl pkeyutl') });
    expect(verified.steps.filter(({ outcome }) => outcome !== 'passed')).toEqual([]);

    done(['notice', caseId, '--recipient', 'Fathomworks', ...desk('dora')]);
    const notice = done<{
      files: { kind: string; path: string }[];
    }>(['export', caseId, '--what', 'notice', '--out', at('out-notice'), ...desk('tom')]);
    const file = notice.files.find(({ kind }) => kind === 'notice')?.path ?? '';
    expect(done(['verify', file, ...trust(), '--decision', path('decision')])).toMatchObject({
      ok: true,
      kind: 'notice',
    });
    const kinds = ['checkpoint', 'concurrence', 'roster', 'policy'];
    const runs = scrutineerMany(kinds.map((kind) => ['verify', path(kind), ...trust(), '--json']));
    for (const [index, kind] of kinds.entries()) {
      expect(JSON.parse(runs[index]?.stdout ?? '')).toMatchObject({ ok: true, kind });
    }
    expect(done(['verify', path('roster'), '--root', at('root')])).toMatchObject({ ok: true, kind: 'roster' });
    expect(scrutineerJson(['verify', file, '--root', at('root')])).toMatchObject({ status: 2 });

    const altered = readFileSync(path('decision'), 'utf8').replace(
      /"payload": "(.)/,
      (_, one) => `"payload": "${one === 'e' ? 'f' : 'e'}`,
    );
    writeFileSync(at('altered.dsse.json'), altered);
    const refused = scrutineerJson(['verify', at('altered.dsse.json'), ...trust()]);
    expect(refused.status).toBe(1);
    expect(refused.value).toMatchObject({ ok: false, error: { code: expect.any(String) } });
  });

  it(needs('openssl', 'prints commands with which stock tools check the decision'), {
    skip: !isInstalled('openssl'),
  }, () => {
    const { openssl } = done<{ openssl: string }>(['verify', exportedDecision(), ...trust(), '--openssl']);
    const folder = mkdtempSync(at('stock-'));
    const run = runTool('sh', ['-c', `cd '${folder}' && ${openssl}`]);
    expect(run.status).toBe(0);
    expect(verified(run.stdout)).toHaveLength(2);
  });

  it(needs('openssl', 'answers with nothing but a script where it is asked for those commands'), {
    skip: !isInstalled('openssl'),
  }, () => {
    const { stdout } = scrutineer(['verify', exportedDecision(), ...trust(), '--openssl']);
    expect(stdout).toMatch(/^# .*decision/);
    const folder = mkdtempSync(at('stock-'));
    const run = runTool('sh', ['-c', `cd '${folder}' && sh -s`], new TextEncoder().encode(stdout));
    expect(run.stderr).toBe('');
    expect(run.status).toBe(0);
    expect(verified(run.stdout)).toHaveLength(2);
    // A failed check ends the script's subshell and not the shell it is pasted into.
    const torn = stdout.replace(/-sigfile \S+/g, '-sigfile payload.json');
    const pasted = runTool('sh', ['-s'], new TextEncoder().encode(`cd '${folder}'\n${torn}\necho still here`));
    expect(Buffer.from(pasted.stdout).toString()).toMatch(/still here\n$/);
    expect(Buffer.from(pasted.stdout).toString()).not.toContain('Verified Successfully');
  });

  it('stops where it is interrupted, and leaves nothing half done', async () => {
    writeFileSync(at('long.bin'), '');
    truncateSync(at('long.bin'), 160 << 20);
    const note = json('case-3.json', { ...CASE, sequence: 3 });
    const seal = ['seal', '--key', at('lab'), '--case', note, '--out', at('long.seb'), '--to', world.recipient];
    const sealing = await scrutineerInterrupted([...seal, '--', at('long.bin')], () => existsSync(at('long.seb.part')));
    expect(sealing.status).toBe(1);
    expect(JSON.parse(sealing.stdout)).toMatchObject({ error: { code: 'cancelled' } });
    expect(readdirSync(world.folder).filter((name) => name.startsWith('long.seb'))).toEqual([]);

    done([...seal, '--', at('long.bin')]);
    const evidence = () => readdirSync(join(world.vaultPath, 'evidence'));
    const before = evidence();
    const importing = await scrutineerInterrupted(['import', at('long.seb'), ...desk('tom')], () =>
      evidence().some((name) => name.startsWith('.incoming-')),
    );
    expect(importing.status).toBe(1);
    expect(JSON.parse(importing.stdout)).toMatchObject({
      bundles: [{ ok: false, error: { code: 'cancelled' } }],
      error: { code: 'cancelled' },
    });
    expect(evidence()).toEqual(before);
  });

  it('verifies the audit chain and exports it, and the vault is whole', () => {
    const exported = done<{
      files: { kind: string; path: string }[];
    }>(['audit', 'export', '--out', at('audit'), ...desk('axel')]);
    const checkpoint = exported.files.find(({ kind }) => kind === 'checkpoint')?.path ?? '';
    expect(done(['audit', 'verify', '--checkpoint', checkpoint, ...desk('axel')])).toMatchObject({ ok: true });
    const { events } = done<{ events: unknown[] }>(['audit', 'show', '--limit', '5', ...desk('axel')]);
    expect(events).toHaveLength(5);
    expect(done(['vault', 'check', ...desk('cora')])).toMatchObject({ ok: true });
  });

  it('says the same in words, and never a passphrase', () => {
    const run = scrutineer(['case', 'show', CASE.caseKey, ...desk('rita')]);
    expect(run.status).toBe(0);
    expect(run.stdout).toContain('Claimed by the logs, and recomputed from their samples');
    expect(run.stdout + run.stderr).not.toContain(new TextDecoder().decode(passphraseOf('rita')));
  });

  it('refuses a person whose role does not allow the act', () => {
    const refused = scrutineerJson(['import', at('candidate.seb'), ...desk('rita')]);
    expect(refused).toMatchObject({ status: 1, value: { error: { code: 'desk.not-allowed' } } });
  });
});
