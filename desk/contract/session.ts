import { z } from 'zod';
import * as is from './terms.ts';

const none = z.strictObject({});
const done = z.object({});

/** A passphrase as typed. It crosses once, is turned into bytes in the worker, and is wiped there. */
export const passphrase = z.string().min(1).max(1024);

/** Another person who stands by, shown by their own passphrase. */
export const secondPerson = z.strictObject({ personId: is.personId, passphrase });

/** What goes beside the input of a use case that signs or that takes two persons. */
export const secrets = z.strictObject({ passphrase: passphrase.optional(), second: secondPerson.optional() });
export type Secrets = z.input<typeof secrets>;

const person = z.object({ personId: is.personId, name: z.string(), roles: z.array(is.role) });

/** How the window looks and when it locks: kept on the workstation, outside the vault. */
export const preferences = z.strictObject({
  theme: z.enum(['light', 'dark', 'system']),
  density: z.enum(['compact', 'comfortable']),
  /** Minutes without a key or the mouse until the desk locks itself; the vault's own setting may make it shorter. */
  lockMinutes: z.number().int().min(1).max(60),
});
export type Preferences = z.output<typeof preferences>;

/**
 * What the window may ask of the shell beside the use cases of an unlocked desk: where the vault lies, who opens it,
 * choosing files, imports in the background, and keeping what is being typed.
 */
export const SESSION = {
  state: {
    input: none,
    output: z.object({
      phase: z.enum(['no-vault', 'locked', 'unlocked']),
      /** Where it lies. In the phase `no-vault`: where one was opened last and none is now. */
      vault: z.object({ folder: z.string(), name: z.string().nullable() }).nullable(),
      /** Who has a keyslot. Names are inside the vault, so before it is unlocked a name is the person's id. */
      persons: z.array(z.object({ personId: is.personId, name: z.string() })),
      person: person.optional(),
      /** The highest marking of what the unlocked desk holds, as a banner line; the ceiling is never exceeded by it. */
      marking: is.banner,
      /** The vault was filled with generated data. */
      sample: z.boolean(),
      sampleOffered: z.boolean(),
      lastUnlock: is.instant.nullable(),
      theme: z.enum(['light', 'dark', 'system']),
      preferences,
      software: z.object({ name: z.string(), version: z.string() }),
    }),
  },
  setPreferences: { input: preferences.partial(), output: preferences },
  chooseFolder: {
    input: z.strictObject({ purpose: z.enum(['vault', 'export']) }),
    /** A folder that holds a vault becomes the one that `state` tells of. */
    output: z.object({ path: z.string().nullable(), isVault: z.boolean() }),
  },
  chooseFiles: {
    input: z.strictObject({
      purpose: z.enum(['bundle', 'roster', 'policy', 'root', 'attachment', 'checkpoint', 'decision']),
      folders: z.boolean().default(false),
    }),
    output: z.object({ paths: z.array(z.string()) }),
  },
  readRoot: {
    input: z.strictObject({ path: is.path }),
    output: z.object({
      fingerprints: z.array(z.object({ algorithm: z.string(), words: z.string() })),
      pem: z.string(),
    }),
  },
  /** Whether a vault that is still to be made could take a banner line as its ceiling. */
  checkMarking: {
    input: z.strictObject({ banner: z.string().max(500) }),
    output: z.object({ problem: z.object({ why: z.string(), remedy: z.string().nullable() }).nullable() }),
  },
  initVault: {
    input: z.strictObject({
      folder: is.path,
      workstation: z.strictObject({
        name: is.line,
        organization: is.line,
        ceiling: is.banner,
        twoPersonRule: z.boolean(),
      }),
      custodian: z.strictObject({ personId: is.personId, name: is.line, organization: is.line }),
      passphrase,
      rootPem: z.string().min(1).max(20_000),
      postQuantum: z.boolean().default(false),
    }),
    /**
     * The cards are what the roster authority and the producers need; `saveCard` writes them to a folder. The
     * fingerprints are of the custodian's own keys.
     */
    output: z.object({ person, deskCard: z.string(), custodianCard: z.string(), fingerprints: z.array(z.string()) }),
  },
  saveCard: {
    input: z.strictObject({
      folder: is.path,
      name: z.string().regex(/^[a-z0-9][a-z0-9._-]{0,80}$/),
      card: z.string().min(2).max(200_000),
    }),
    output: z.object({ path: z.string() }),
  },
  unlock: {
    input: z.strictObject({ folder: is.path, personId: is.personId, passphrase }),
    output: z.object({
      person,
      failuresBefore: z.number().int(),
      lastUnlock: is.instant.nullable(),
      swept: z.boolean(),
    }),
  },
  lock: { input: none, output: done },
  enrol: {
    input: z.strictObject({
      personId: is.personId,
      name: is.line,
      organization: is.line,
      postQuantum: z.boolean().default(false),
      /** Of the custodian who enrols. */
      passphrase,
      /** Chosen by the newcomer. */
      newPassphrase: passphrase,
    }),
    output: z.object({ personId: is.personId, card: z.string(), fingerprints: z.array(z.string()) }),
  },
  startImport: {
    input: z.strictObject({
      paths: z.array(is.path).min(1).max(1000),
      second: secondPerson.optional(),
      acceptGap: z.boolean().default(false),
    }),
    /** The witness is proved first: where that is refused, no file was touched. */
    output: z.object({ importIds: z.array(z.string()) }),
  },
  cancelImport: { input: z.strictObject({ importId: z.string().max(64) }), output: done },
  saveDraft: {
    input: z.strictObject({
      key: z.string().min(1).max(200),
      text: z.string().max(200_000),
      /** The portion marks in the text, as far as they are typed. */
      portions: z.array(z.string().max(300)).max(400).default([]),
      /** The banner chosen for the document, as far as it is typed; empty where the form asks for none. */
      banner: z.string().max(500).default(''),
    }),
    /** What is marked above the ceiling is not kept, and what was kept under the key before is thrown away. */
    output: z.object({ kept: z.boolean() }),
  },
  readDraft: {
    input: z.strictObject({ key: z.string().min(1).max(200) }),
    output: z.object({ text: z.string().nullable(), savedAt: is.instant.nullable() }),
  },
  sampleVault: {
    input: none,
    /** The first is who the window unlocks as. These passphrases guard nothing. Takes a while: `progress` tells. */
    output: z.object({
      folder: z.string(),
      personId: is.personId,
      passphrase: z.string(),
      persons: z.array(
        z.object({ personId: is.personId, name: z.string(), roles: z.array(is.role), passphrase: z.string() }),
      ),
    }),
  },
} as const;

export type SessionName = keyof typeof SESSION;
export type AskedSession<Name extends SessionName> = z.input<(typeof SESSION)[Name]['input']>;
export type SessionInput<Name extends SessionName> = z.output<(typeof SESSION)[Name]['input']>;
export type SessionOutput<Name extends SessionName> = z.output<(typeof SESSION)[Name]['output']>;

/** What the shell pushes to the window, unasked. */
export const EVENTS = {
  /** How far a long use case is. */
  progress: z.object({ name: z.string(), step: z.string(), done: z.number(), total: z.number() }),
  /** The desk is about to lock: what is being typed must be handed to `saveDraft` at once. */
  locked: z.object({ reason: z.enum(['asked', 'idle', 'screen', 'suspend', 'worker-ended']) }),
  import: z.object({
    importId: z.string(),
    file: z.string(),
    phase: z.enum(['waiting', 'receiving', 'checking', 'reading', 'done', 'quarantined', 'refused', 'cancelled']),
    /** Bytes while receiving and checking, attempts or logs while reading. */
    done: z.number(),
    total: z.number(),
    steps: z.array(is.checkStep).optional(),
    /** Which log or score table is read: samples are counted anew with each. */
    log: z.object({ number: z.number().int(), of: z.number().int() }).optional(),
    result: z.unknown().optional(),
    refusal: z
      .object({ code: z.string(), message: z.string(), where: z.string().optional(), remedy: z.string().optional() })
      .optional(),
  }),
  /** Files or folders were dropped on the window: `startImport` accepts these paths. */
  dropped: z.object({ paths: z.array(z.string()) }),
} as const;

export type EventName = keyof typeof EVENTS;
export type Pushed<Name extends EventName> = z.output<(typeof EVENTS)[Name]>;

/** How every call across the bridge is answered. A refusal is an answer; nothing rejects for one. */
export type Answer<Value> =
  | { readonly ok: true; readonly value: Value }
  | {
      readonly ok: false;
      readonly refusal: {
        readonly code: string;
        readonly message: string;
        readonly where?: string;
        readonly remedy?: string;
      };
    };
