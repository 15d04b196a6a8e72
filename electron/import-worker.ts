import { cryptoReady } from '../core/crypto/ready.ts';
import { wipe } from '../core/crypto/wipe.ts';
import { Refusal } from '../core/failure.ts';
import { openSecondConnection, type Vault } from '../db/vault.ts';
import { lockedRefusal } from './locked-refusal.ts';
import type { Asking, ImportAsk } from './worker-protocol.ts';
import { deskOf, performOn, personIdOf, progressTeller, serve } from './worker-seat.ts';

// The thread for what takes long: imports and whole-vault checks, on a connection of its own, so that reading and typing
// never wait for them.

let vault: Vault | undefined;
const going = new Map<string, AbortController>();

function held(): Vault {
  if (vault !== undefined) return vault;
  throw lockedRefusal();
}

function open(ask: Extract<ImportAsk, { kind: 'open' }>): void {
  const person = personIdOf(ask.personId);
  try {
    const second = openSecondConnection(ask.folder, ask.key, ask.ticket);
    vault = {
      ...second,
      vaultId: ask.vaultId,
      person,
      swept: { removed: [], unfinishedBundles: [] },
      failuresBefore: 0,
      ticket: ask.ticket,
    };
  } finally {
    wipe(ask.key);
  }
}

async function importOne(ask: Extract<ImportAsk, { kind: 'import' }>): Promise<unknown> {
  const stop = going.get(ask.importId) ?? new AbortController();
  going.set(ask.importId, stop);
  try {
    if (stop.signal.aborted) {
      if (ask.secrets.second) wipe(ask.secrets.second.passphrase);
      throw new Refusal('cancelled', 'The import was cancelled before it began.');
    }
    const desk = { ...deskOf(held()), signal: stop.signal, onProgress: progressTeller(ask.importId) };
    return await performOn(desk, 'importBundle', { path: ask.path, acceptGap: ask.acceptGap }, ask.secrets);
  } finally {
    going.delete(ask.importId);
  }
}

function cancel(importId: string): void {
  const stop = going.get(importId) ?? new AbortController();
  // An import that still waits for its turn finds itself cancelled when it comes.
  going.set(importId, stop);
  stop.abort();
}

async function answer(ask: Asking<ImportAsk>): Promise<unknown> {
  await cryptoReady();
  switch (ask.kind) {
    case 'open':
      open(ask);
      return {};
    case 'perform':
      return performOn({ ...deskOf(held()), onProgress: progressTeller(ask.name) }, ask.name, ask.input, ask.secrets);
    case 'import':
      return importOne(ask);
    case 'cancel':
      cancel(ask.importId);
      return {};
    case 'close':
      for (const stop of going.values()) stop.abort();
      vault?.close();
      vault = undefined;
      return {};
  }
}

serve<ImportAsk>(answer, ['cancel']);
