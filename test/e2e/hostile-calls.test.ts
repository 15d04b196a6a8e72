import { rmSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { z } from 'zod';
import { SESSION } from '../../desk/contract/session.ts';
import { CONTRACT } from '../../desk/contract.ts';
import { CAST } from '../desk-world/people.ts';
import { rowsBut, type Traces, tracesOf } from '../desk-world/traces.ts';
import { makeWorld, type World } from '../desk-world/world.ts';
import { typedBy } from './at-desk.ts';
import { lookInto } from './look-into.ts';
import { launch, type Running } from './program.ts';
import { whyNotShown } from './where-shown.ts';

const skip = whyNotShown();

/** What a page that was taken over might send: the text that makes it there, and the value that the schemas are asked of. */
const HOSTILE: readonly (readonly [text: string, value: unknown])[] = [
  ['undefined', undefined],
  ['null', null],
  ['true', true],
  ['7', 7],
  ['-0.5', -0.5],
  ['NaN', Number.NaN],
  ['10n ** 40n', 10n ** 40n],
  ['""', ''],
  ['"x".repeat(300000)', 'x'.repeat(300_000)],
  ['"\\u0000\\ud800"', '\u0000\ud800'],
  ['[]', []],
  ['Array(1000).fill("/etc/passwd")', Array(1000).fill('/etc/passwd')],
  ['new Map([["path", "/etc/passwd"]])', new Map([['path', '/etc/passwd']])],
  ['new Uint8Array(100000)', new Uint8Array(100_000)],
  ['new Date(NaN)', new Date(Number.NaN)],
  ['JSON.parse(\'{"__proto__":{"polluted":1}}\')', JSON.parse('{"__proto__":{"polluted":1}}')],
  [
    'JSON.parse(\'{"constructor":{"prototype":{"polluted":1}}}\')',
    JSON.parse('{"constructor":{"prototype":{"polluted":1}}}'),
  ],
  ['{ unknown: 1 }', { unknown: 1 }],
  ['{ path: 7, paths: "x", folder: [], caseId: {} }', { path: 7, paths: 'x', folder: [], caseId: {} }],
  [
    '{ path: "/etc/passwd", caseId: "../..", runId: "x".repeat(100000), digest: "%s%n", extra: 1 }',
    { path: '/etc/passwd', caseId: '../..', runId: 'x'.repeat(100_000), digest: '%s%n', extra: 1 },
  ],
  [
    '{ attemptId: "1; DROP TABLE attempt", text: "x".repeat(300000), key: "k" }',
    { attemptId: '1; DROP TABLE attempt', text: 'x'.repeat(300_000), key: 'k' },
  ],
];
/** A value that cannot be cloned never leaves the page. */
const NOT_CLONED = ['() => 1', 'Symbol("path")', 'globalThis', '(() => { const a = {}; a.self = a; return a })()'];
const NAMES = [
  '"nope"',
  '"__proto__"',
  '"constructor"',
  '"toString"',
  '"listcases"',
  '"listCases "',
  '""',
  'null',
  'undefined',
  '7',
  '{}',
  '["listCases"]',
  '"x".repeat(300000)',
  '{ toString: () => "listCases" }',
];

const TABLES: Readonly<Record<'call' | 'session', Readonly<Record<string, { readonly input: z.ZodType }>>>> = {
  call: CONTRACT,
  session: SESSION,
};

/** A page that was taken over speaks to the real main process, through the real preload, of a desk that is unlocked. */
describe.skipIf(skip !== undefined)(`a page that was taken over${skip ? ` (${skip})` : ''}`, () => {
  let world: World;
  let before: Traces;
  let running: Running;
  const run = <Answer>(text: string) => running.page.evaluate(text) as Promise<Answer>;

  beforeAll(async () => {
    world = await makeWorld({ bundles: false, now: Date.now() - 60_000 });
    before = tracesOf(world.vault);
    world.vault.close();
    running = await launch({ window: 'placeholder', vault: world.vaultPath });
    const who = { folder: world.vaultPath, personId: CAST.cora.id, passphrase: typedBy('cora') };
    expect(await run(`scrutineer.session('unlock', ${JSON.stringify(who)})`)).toMatchObject({ ok: true });
  });
  afterAll(async () => {
    await running?.close();
    if (world !== undefined) rmSync(world.folder, { recursive: true, force: true });
  });

  for (const way of ['call', 'session'] as const) {
    it.each(Object.keys(TABLES[way]))(`gets a refusal for whatever does not fit ${way} %s`, async (name) => {
      const { input } = TABLES[way][name] ?? {};
      const unfit = HOSTILE.filter(([, value]) => input?.safeParse(value).success === false);
      expect(unfit.length).toBeGreaterThan(HOSTILE.length - 6);
      const codes = await run<string[]>(`(async () => {
        const codes = [];
        for (const given of [${unfit.map(([text]) => text).join(', ')}]) {
          const answer = await scrutineer.${way}(${JSON.stringify(name)}, given, { passphrase: 'x' });
          codes.push(answer.ok ? 'answered' : answer.refusal.code);
        }
        return codes;
      })()`);
      expect(codes).toEqual(unfit.map(() => 'input.invalid'));
    });
  }

  it('gets nowhere with what cannot be cloned, or with secrets of another shape', async () => {
    for (const given of NOT_CLONED) {
      const answer = await run(`(async () => {
        try {
          const { ok, refusal } = await scrutineer.call('listCases', ${given});
          return ok ? 'answered' : refusal.code;
        } catch {
          return 'thrown in the page';
        }
      })()`);
      expect(['thrown in the page', 'input.invalid'], given).toContain(answer);
    }
    for (const secrets of ['7', '"open"', '{ passphrase: 7 }', '{ second: {} }', '{ passphrase: "x".repeat(2000) }']) {
      const answer = await run(`scrutineer.call('listCases', {}, ${secrets})`);
      expect(answer, secrets).toMatchObject({ ok: false, refusal: { code: 'input.invalid' } });
    }
  });

  it('reaches no name that the contract does not have', async () => {
    for (const name of NAMES) {
      for (const way of ['call', 'session']) {
        const answer = await run(`(async () => {
          try { return await scrutineer.${way}(${name}, {}, {}) } catch { return 'thrown in the page' }
        })()`);
        if (answer !== 'thrown in the page')
          expect(answer, name).toMatchObject({ ok: false, refusal: { code: 'shell.unknown-call' } });
      }
      expect(await run(`typeof scrutineer.on(${name}, () => 1)`)).toBe('function');
    }
  });

  it('names no file that nobody chose, to a use case or to the shell', async () => {
    const path = '/etc/passwd';
    const asked: [way: string, name: string, input: unknown][] = [
      ['call', 'importRoster', { path }],
      ['call', 'importPolicy', { path }],
      ['call', 'importBundle', { path }],
      ['call', 'verifyAudit', { checkpoints: [path] }],
      ['call', 'exportAudit', { folder: '/tmp' }],
      ['session', 'readRoot', { path }],
      ['session', 'startImport', { paths: [path] }],
      ['session', 'startImport', { paths: [`${world.vaultPath}/../roster.dsse.json`] }],
      ['session', 'saveCard', { folder: '/tmp', name: 'x', card: '{}' }],
    ];
    for (const [way, name, input] of asked) {
      const answer = await run(`scrutineer.${way}('${name}', ${JSON.stringify(input)}, { passphrase: 'x' })`);
      expect(answer, name).toMatchObject({ refusal: { code: 'shell.path-not-chosen' } });
    }
  });

  it('opens one dialog, however often it asks', async () => {
    await running.app.evaluate(({ dialog }) => {
      let open = 0;
      dialog.showOpenDialog = async () => {
        open += 1;
        Object.assign(globalThis, { mostDialogs: open });
        await new Promise((done) => setTimeout(done, 300));
        open -= 1;
        return { canceled: true, filePaths: [] };
      };
    });
    await run(`Promise.all(Array.from({ length: 100 }, (_, at) => at % 2
      ? scrutineer.session('chooseFolder', { purpose: 'export' })
      : scrutineer.session('chooseFiles', { purpose: 'bundle' })))`);
    expect(await running.app.evaluate(() => Reflect.get(globalThis, 'mostDialogs'))).toBe(1);
  });

  it('makes no path by a drop of its own, and cannot change what the preload gave it', async () => {
    const seen = await run(`(async () => {
      const heard = [];
      scrutineer.on('dropped', (told) => heard.push(told));
      const data = new DataTransfer();
      data.items.add(new File(['x'], '/etc/passwd'));
      document.body.dispatchEvent(new DragEvent('drop', { bubbles: true, dataTransfer: data }));
      try { scrutineer.call = () => 1 } catch {}
      try { globalThis.scrutineer = {} } catch {}
      const state = await scrutineer.session('state', {});
      return { heard, ok: state.ok };
    })()`);
    expect(seen).toEqual({ heard: [], ok: true });
  });

  it('is refused when it is not the window: another one, though it shows the same page through the same preload', async () => {
    const next = running.app.waitForEvent('window');
    await running.app.evaluate(({ BrowserWindow }) => {
      const [own] = BrowserWindow.getAllWindows() as unknown as { options?: { webPreferences: object } }[];
      // Real Electron does not tell what a window was made with.
      if (own?.options === undefined) return;
      const other = new BrowserWindow({ webPreferences: own.options.webPreferences });
      Object.assign(globalThis, { other });
      void other.loadURL('app://scrutineer/index.html');
    });
    const page = await next;
    await expect.poll(() => page.evaluate('typeof scrutineer').catch(() => 'undefined')).toBe('object');
    for (const [way, name] of [
      ['session', 'state'],
      ['call', 'listCases'],
    ])
      expect(await page.evaluate(`scrutineer.${way}('${name}', {})`)).toMatchObject({
        refusal: { code: 'shell.sender' },
      });
    await running.app.evaluate(() => (globalThis as unknown as { other: { destroy(): void } }).other.destroy());
  });

  it('has changed nothing by all of that', async () => {
    expect(running.errors()).not.toMatch(/defect/i);
    expect(await running.app.evaluate(() => 'polluted' in {})).toBe(false);
    expect(await run(`scrutineer.call('listCases', {})`)).toEqual({ ok: true, value: [] });
    await running.close();
    const after = await lookInto(world.vaultPath, tracesOf);
    const ofOpening = ['audit_event', 'unlock_attempt'];
    expect(rowsBut(after, ...ofOpening)).toEqual(rowsBut(before, ...ofOpening));
    expect([after.evidence, after.quarantine]).toEqual([before.evidence, before.quarantine]);
  });
});
