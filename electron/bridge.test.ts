import { describe, expect, it } from 'vitest';
import { SESSION } from '../desk/contract/session.ts';
import { CONTRACT } from '../desk/contract.ts';
import { createBridge, type Sender } from './bridge.ts';
import { START_PAGE } from './origin.ts';
import type { Session } from './session.ts';

const window = { name: 'the window' };
const own: Sender = { sender: window, senderFrame: { url: START_PAGE, parent: null } };

/** A session that must not be reached by anything hostile: it counts what reaches it. */
function bridgeWith(answer: unknown = {}) {
  const reached: unknown[] = [];
  const defects: unknown[] = [];
  const handlers = Object.fromEntries(
    Object.keys(SESSION).map((name) => [
      name,
      async (input: unknown) => {
        reached.push(input);
        return answer;
      },
    ]),
  );
  const session = {
    handlers: handlers as unknown as Session['handlers'], // every handler of this session answers the same
    call: async (_name: unknown, input: unknown) => {
      reached.push(input);
      return { ok: true, value: answer } as const;
    },
  };
  const bridge = createBridge({ window: () => window, session, onDefect: (error) => defects.push(error) });
  return { bridge, session, reached, defects };
}

const polluted: unknown = JSON.parse('{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}}');
const cyclic: Record<string, unknown> = {};
cyclic['self'] = cyclic;
const HOSTILE: readonly unknown[] = [
  undefined,
  null,
  true,
  0,
  Number.NaN,
  10n ** 40n,
  '',
  'x'.repeat(1_000_000),
  '\u0000\ud800',
  [],
  [[[[]]]],
  new Map([['path', '/etc/passwd']]),
  new Uint8Array(1000),
  new Date(Number.NaN),
  polluted,
  cyclic,
  Object.assign(Object.create({ path: '/inherited' }), { unknownField: 1 }),
  { unknownField: true },
  { path: 7, caseId: {}, folder: [], attemptId: '1; DROP TABLE attempt', input: { $ne: null } },
  { path: '/x', caseId: '../../etc', runId: 'x'.repeat(100_000), digest: '%s%n', extra: () => 1 },
];
const NAMES: readonly unknown[] = [
  'nope',
  '__proto__',
  'constructor',
  'toString',
  'hasOwnProperty',
  '',
  'listcases',
  'listCases ',
  null,
  undefined,
  7,
  {},
  ['listCases'],
  Symbol('listCases'),
  'x'.repeat(1_000_000),
];

describe('the bridge', () => {
  it.each(Object.keys(CONTRACT))('refuses what does not fit %s, with a code', async (name) => {
    const { bridge, reached } = bridgeWith();
    for (const input of HOSTILE) {
      const before = reached.length;
      const answer = await bridge.call(own, name, input, undefined);
      if (reached.length > before) {
        // Only an input that the contract itself takes may come through.
        const shape = CONTRACT[name as keyof typeof CONTRACT].input; // a key of the table
        expect(shape.safeParse(input).success).toBe(true);
      } else expect(answer).toMatchObject({ ok: false, refusal: { code: 'input.invalid' } });
    }
    expect(reached.length).toBeLessThan(HOSTILE.length);
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
  });

  it.each(Object.keys(SESSION))('refuses what does not fit %s of the session, with a code', async (name) => {
    const { bridge, reached } = bridgeWith();
    for (const input of HOSTILE) {
      const before = reached.length;
      const answer = await bridge.session(own, name, input);
      if (reached.length > before) {
        const shape = SESSION[name as keyof typeof SESSION].input; // a key of the table
        expect(shape.safeParse(input).success).toBe(true);
      } else expect(answer).toMatchObject({ ok: false, refusal: { code: 'input.invalid' } });
    }
    expect(reached.length).toBeLessThan(HOSTILE.length);
  });

  it('refuses names that the contract does not have', async () => {
    const { bridge, reached } = bridgeWith();
    for (const name of NAMES) {
      for (const answer of [await bridge.call(own, name, {}, {}), await bridge.session(own, name, {})])
        expect(answer).toMatchObject({ ok: false, refusal: { code: 'shell.unknown-call' } });
    }
    expect(reached).toEqual([]);
  });

  it('refuses secrets of another shape', async () => {
    const { bridge, reached } = bridgeWith();
    for (const secrets of [7, 'open', { passphrase: 7 }, { second: {} }, { passphrase: 'x'.repeat(2000) }, { more: 1 }])
      expect(await bridge.call(own, 'listCases', {}, secrets)).toMatchObject({
        ok: false,
        refusal: { code: 'input.invalid' },
      });
    expect(reached).toEqual([]);
  });

  it.each<[string, Sender]>([
    ['another window', { sender: {}, senderFrame: { url: START_PAGE, parent: null } }],
    ['a frame inside the window', { sender: window, senderFrame: { url: START_PAGE, parent: {} } }],
    ['a frame that has gone', { sender: window, senderFrame: null }],
    ['another page', { sender: window, senderFrame: { url: 'app://scrutineer/other.html', parent: null } }],
    ['another host', { sender: window, senderFrame: { url: 'app://scrutineer.evil/index.html', parent: null } }],
    ['another scheme', { sender: window, senderFrame: { url: 'https://scrutineer/index.html', parent: null } }],
    ['an empty page', { sender: window, senderFrame: { url: 'about:blank', parent: null } }],
    ['no address', { sender: window, senderFrame: { url: '', parent: null } }],
  ])('refuses %s', async (_who, sender) => {
    const { bridge, reached } = bridgeWith();
    for (const answer of [
      await bridge.call(sender, 'listCases', {}, {}),
      await bridge.session(sender, 'state', {}),
      await bridge.session(sender, 'nope', 7),
    ])
      expect(answer).toMatchObject({ ok: false, refusal: { code: 'shell.sender' } });
    expect(reached).toEqual([]);
  });

  it('gives out nothing that the contract does not name', async () => {
    const { bridge } = bridgeWith({ ok: true, steps: [], secret: 'key' });
    expect(await bridge.call(own, 'checkVault', {}, {})).toEqual({ ok: true, value: { ok: true, steps: [] } });
  });

  it('hands a refusal of the desk on as it is, and to nobody a defect for it', async () => {
    const { session } = bridgeWith();
    const refusal = { code: 'vault.busy', message: 'An import is going on.', where: 'vault', remedy: 'Wait.' };
    const defects: unknown[] = [];
    const bridge = createBridge({
      window: () => window,
      session: { ...session, call: async () => ({ ok: false, refusal }) },
      onDefect: (error) => defects.push(error),
    });
    expect(await bridge.call(own, 'listCases', {}, {})).toEqual({ ok: false, refusal });
    expect(defects).toEqual([]);
  });

  it('answers a defect without its words, and tells the shell of it', async () => {
    const { bridge, defects } = bridgeWith({ ok: 'not a boolean' });
    const answer = await bridge.call(own, 'checkVault', {}, {});
    expect(answer).toMatchObject({ ok: false, refusal: { code: 'shell.defect' } });
    expect(defects).toHaveLength(1);
  });
});
