import './fake-without-compiling.ts';
import type { z } from 'zod';
import {
  type Answer,
  EVENTS,
  type EventName,
  SESSION,
  type Secrets,
  type SessionName,
} from '../../../desk/contract/session.ts';
import { CONTRACT, type UseCaseName } from '../../../desk/contract.ts';
import { fakeRollUp } from './fake-decision.ts';
import { FakeRefusal, type FakeStart, FINGERPRINT, fakeDesk, PASSPHRASE } from './fake-desk.ts';
import { fakeDrafts } from './fake-drafts.ts';

// Stands where the preload stands, for tests of the window alone: every answer is checked against the contract, so the
// window is never tested on a shape that the house cannot give.

interface Start extends FakeStart {
  readonly phase: 'no-vault' | 'locked' | 'unlocked';
  readonly theme: 'light' | 'dark';
  /** Seconds that a wrong passphrase makes a person wait. */
  readonly unlockWait: number;
}

interface FakeGlobal {
  fakeStart?: Partial<Start>;
  fake?: unknown;
  scrutineer?: unknown;
}
const page = globalThis as FakeGlobal; // the page's own global, where the tests and the window look

const start: Start = {
  phase: 'unlocked',
  theme: 'light',
  marking: 'UNCLASSIFIED',
  unlockWait: 2,
  cases: 5,
  attempts: 840,
  quarantined: 1,
  roster: true,
  roles: ['reviewer', 'determining-official', 'consulted-official', 'transfer-agent', 'auditor', 'custodian'],
  strange: false,
  huge: false,
  silent: [],
  refusing: [],
  ...page.fakeStart,
};

const desk: Partial<Record<UseCaseName, (input: never, secrets: Secrets) => unknown>> = fakeDesk(start);
const drafts = new Map<string, string>();
desk.listDrafts = () => fakeDrafts([...drafts.keys()]);
const listeners = new Map<EventName, Set<(payload: unknown) => void>>();
const asked: { name: string; input: unknown; secrets?: unknown }[] = [];
let phase = start.phase;
let preferences = { theme: start.theme as 'light' | 'dark' | 'system', density: 'compact' as const, lockMinutes: 10 };
let imports = 0;

function push(event: EventName, payload: unknown): void {
  EVENTS[event].parse(payload);
  for (const listener of listeners.get(event) ?? []) listener(payload);
}

const me = () => ({ personId: 'rita', name: 'Rita Reviewer', roles: [...start.roles] });

function wrongPassphrase(): never {
  const remedy = `Wait ${start.unlockWait} s, then try again.`;
  throw new FakeRefusal('vault.unlock-delayed', 'The passphrase was wrong 3 times.', remedy);
}

const sessions: { readonly [Name in SessionName]: (input: z.output<(typeof SESSION)[Name]['input']>) => unknown } = {
  state: () => ({
    phase,
    vault:
      phase === 'no-vault'
        ? null
        : { folder: '/srv/scrutineer/vault', name: phase === 'unlocked' ? 'review-desk-3' : null },
    persons:
      phase === 'no-vault'
        ? []
        : [
            { personId: 'rita', name: 'rita' },
            { personId: 'tom', name: 'tom' },
          ],
    ...(phase === 'unlocked' ? { person: me() } : {}),
    marking: phase === 'unlocked' ? start.marking : 'UNCLASSIFIED',
    sample: true,
    sampleOffered: true,
    lastUnlock: '2026-11-20T16:12:00Z',
    theme: preferences.theme,
    preferences,
    software: { name: 'Scrutineer', version: '0.1.0' },
  }),
  setPreferences: (part) => {
    preferences = { ...preferences, ...part } as typeof preferences; // parsed by the contract just before
    return preferences;
  },
  chooseFolder: ({ purpose }) => ({
    path: purpose === 'vault' ? '/srv/scrutineer/vault' : '/media/out',
    isVault: false,
  }),
  chooseFiles: ({ purpose }) => ({
    paths:
      purpose === 'bundle' ? ['/media/in/kestrel-8.seb', '/media/in/kestrel-9.seb'] : [`/media/in/${purpose}.json`],
  }),
  readRoot: () => ({
    fingerprints: [{ algorithm: 'ed25519', words: FINGERPRINT }],
    pem: '-----BEGIN PUBLIC KEY-----\n…',
  }),
  checkMarking: ({ banner }) => ({
    problem: /^(UNCLASSIFIED|SECRET(\/\/NOFORN)?)$/.test(banner)
      ? null
      : { why: 'This is no banner line.', remedy: 'Write it as SECRET//NOFORN.' },
  }),
  initVault: () => {
    phase = 'unlocked';
    return { person: me(), deskCard: '{"card":1}', custodianCard: '{"card":2}', fingerprints: [FINGERPRINT] };
  },
  saveCard: ({ folder, name }) => ({ path: `${folder}/${name}.card.dsse.json` }),
  unlock: ({ passphrase }) => {
    if (passphrase !== PASSPHRASE) wrongPassphrase();
    phase = 'unlocked';
    return { person: me(), failuresBefore: 1, lastUnlock: '2026-11-20T16:12:00Z', swept: false };
  },
  lock: () => {
    phase = 'locked';
    push('locked', { reason: 'asked' });
    return {};
  },
  enrol: ({ personId }) => ({ personId, card: '{"card":3}', fingerprints: [FINGERPRINT] }),
  startImport: ({ paths, second }) => {
    if (second?.passphrase !== PASSPHRASE)
      throw new FakeRefusal('crypto.passphrase-wrong', 'This passphrase does not open the keys.', 'Type it again.');
    return {
      importIds: paths.map((path) => {
        imports += 1;
        const importId = `import-${imports}`;
        queueMicrotask(() =>
          push('import', { importId, file: path.split('/').at(-1) ?? path, phase: 'waiting', done: 0, total: 0 }),
        );
        return importId;
      }),
    };
  },
  cancelImport: ({ importId }) => {
    push('import', { importId, file: 'kestrel-8.seb', phase: 'cancelled', done: 0, total: 0 });
    return {};
  },
  saveDraft: ({ key, text, portions, banner }) => {
    const kept = fakeRollUp([banner], portions).withinCeiling;
    if (kept && text !== '') drafts.set(key, text);
    else drafts.delete(key);
    return { kept };
  },
  readDraft: ({ key }) => ({ text: drafts.get(key) ?? null, savedAt: drafts.has(key) ? '2026-11-23T09:30:00Z' : null }),
  sampleVault: () => ({
    folder: '/tmp/sample',
    personId: 'rita',
    passphrase: PASSPHRASE,
    persons: [
      { personId: 'rita', name: 'Rita Reviewer', roles: ['reviewer'], passphrase: PASSPHRASE },
      { personId: 'tom', name: 'Tom Transfer', roles: ['transfer-agent'], passphrase: PASSPHRASE },
    ],
  }),
};

async function answer(
  name: string,
  schemas: { readonly input: z.ZodType; readonly output: z.ZodType },
  input: unknown,
  perform: ((input: never, secrets: Secrets) => unknown) | undefined,
  secrets: Secrets = {},
): Promise<Answer<unknown>> {
  asked.push({ name, input, secrets });
  if (start.silent.includes(name)) return new Promise(() => undefined);
  const given = schemas.input.safeParse(input);
  if (!given.success) {
    const issue = given.error.issues[0];
    return {
      ok: false,
      refusal: { code: 'input.invalid', message: `Not usable: ${issue?.message}`, where: issue?.path.join('.') ?? '' },
    };
  }
  try {
    if (start.refusing.includes(name))
      throw new FakeRefusal('vault.busy', 'The vault is in use by another program.', 'Close it and ask again.');
    if (!perform) throw new FakeRefusal('fake.missing', `The fake desk has no ${name}.`, 'Add it to fake-desk.ts.');
    await Promise.resolve();
    // Through JSON, as across processes: what the window holds is never what the desk holds.
    const value: unknown = JSON.parse(JSON.stringify(perform(given.data as never, secrets))); // parsed by this schema
    return { ok: true, value: schemas.output.parse(value) };
  } catch (error) {
    if (error instanceof FakeRefusal)
      return { ok: false, refusal: { code: error.code, message: error.message, remedy: error.remedy } };
    throw error;
  }
}

page.scrutineer = {
  call: (name: UseCaseName, input: unknown, secrets?: Secrets) =>
    answer(name, CONTRACT[name], input, desk[name], secrets),
  session: (name: SessionName, input: unknown) => answer(name, SESSION[name], input, sessions[name]),
  on: (event: EventName, listener: (payload: unknown) => void) => {
    const some = listeners.get(event) ?? new Set();
    listeners.set(event, some.add(listener));
    return () => some.delete(listener);
  },
};
page.fake = { push, asked, drafts };
