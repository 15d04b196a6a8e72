import { randomFillSync } from 'node:crypto';
import { closeSync, cpSync, mkdirSync, openSync, rmSync, statSync, writeFileSync, writeSync } from 'node:fs';
import { basename, join } from 'node:path';
import { listDeskIdentities } from '../../db/repositories/desk-identity.ts';
import { bulkSpecs, writeLogFile } from '../../sample/generator/suite.ts';
import { sealFiles } from '../desk-world/bundles.ts';
import { makeWorld } from '../desk-world/world.ts';

/** How much is made. */
export interface Sizes {
  /** Bytes of the bundle that is decrypted and hashed. */
  readonly payloadBytes: number;
  /** Samples of the bundle whose import is timed. */
  readonly importSamples: number;
  /** Bytes of JSON of the two bundles whose memory is compared. */
  readonly memoryBytes: readonly [small: number, large: number];
  /** Samples a log. */
  readonly logSamples: number;
  /** The desk behind the window, and bytes of JSON of the bundle that is imported there. */
  readonly window: { readonly cases: number; readonly samples: number; readonly importBytes: number };
}

/** A bundle of logs, and the same logs as plain files. */
export interface LogBundle {
  readonly bundle: string;
  readonly logs: readonly string[];
  readonly samples: number;
  /** Bytes of JSON in the logs, unpacked. */
  readonly jsonBytes: number;
}

/** A bundle that is only decrypted and hashed, and its content as one plain file. */
export interface PayloadBundle {
  readonly bundle: string;
  readonly plain: string;
  /** Bytes of the content. */
  readonly bytes: number;
}

/** A desk with an empty vault, and bundles for it. Everything is made when it is first asked for, and once. */
export interface Fixture {
  readonly identity: string;
  readonly roster: string;
  readonly root: string;
  /** Milliseconds since 1970. */
  readonly now: number;
  payload(): Promise<PayloadBundle>;
  /** @returns the bundle of as many logs as hold so many samples, or so many bytes of JSON */
  logs(least: { readonly samples: number } | { readonly jsonBytes: number }): Promise<LogBundle>;
  /** Lends a fresh copy of the empty vault, and removes it afterwards. */
  withVault<T>(work: (path: string) => Promise<T>): Promise<T>;
  dispose(): void;
}

interface MadeLog {
  readonly path: string;
  readonly samples: number;
  readonly jsonBytes: number;
}

const PIECE = 16 << 20;

/** @param say told what is being made, in words */
export async function makeFixture(sizes: Sizes, say: (words: string) => void): Promise<Fixture> {
  const world = await makeWorld({ bundles: false, ceiling: 'UNCLASSIFIED' });
  const { folder, vaultPath: empty, now, rosterPath: roster } = world;
  const identity = join(folder, 'desk.identity');
  writeFileSync(identity, `${listDeskIdentities(world.vault.db)[0]?.identity ?? ''}\n`, { mode: 0o600 });
  const root = join(folder, 'root.pem');
  writeFileSync(root, world.rootPem);
  world.vault.close();
  const order = { key: world.labKey, recipients: [world.recipient], now, sequence: 1, role: 'candidate' as const };

  const made: MadeLog[] = [];
  const bundles = new Map<number, LogBundle>();
  let payload: PayloadBundle | undefined;
  let vaults = 0;
  mkdirSync(join(folder, 'logs'));

  /** Smaller bundles hold the first of the logs that larger ones hold, so that each is generated once. */
  const nextLog = async (): Promise<MadeLog> => {
    const at = made.length;
    const samples = (at + 1) * sizes.logSamples;
    const spec = bulkSpecs({ seed: 'bench', samples, logs: at + 1, sampleBytes: 11_000 })[at];
    if (spec === undefined) throw new Error('there is no such log');
    const { path, truth } = await writeLogFile(join(folder, 'logs'), spec, { method: at % 4 < 2 ? 'zstd' : 'deflate' });
    const log = { path, samples: truth.attempts, jsonBytes: truth.jsonBytes };
    made.push(log);
    say(`generated log ${made.length} (${Math.round(log.jsonBytes / 1e6)} MB of JSON)`);
    return log;
  };

  return {
    identity,
    roster,
    root,
    now,
    async payload() {
      if (payload === undefined) {
        say(`sealing ${Math.round(sizes.payloadBytes / 1e6)} MB`);
        const plain = join(folder, 'payload.bin');
        writeNoise(plain, sizes.payloadBytes);
        const bundle = join(folder, 'payload.seb');
        await sealFiles({ ...order, path: bundle }, [{ path: plain, name: 'payload.bin', role: 'attachment' }]);
        payload = { bundle, plain, bytes: sizes.payloadBytes };
      }
      return payload;
    },
    async logs(least) {
      const chosen: MadeLog[] = [];
      const sum = (of: 'samples' | 'jsonBytes') => chosen.reduce((all, log) => all + log[of], 0);
      const isEnough = () =>
        'samples' in least ? sum('samples') >= least.samples : sum('jsonBytes') >= least.jsonBytes;
      while (!isEnough()) chosen.push(made[chosen.length] ?? (await nextLog()));
      const known = bundles.get(chosen.length);
      if (known) return known;
      const bundle = join(folder, `logs-${chosen.length}.seb`);
      const paths = chosen.map(({ path }) => ({ path, name: `logs/${basename(path)}`, role: 'inspect-log' as const }));
      await sealFiles({ ...order, path: bundle }, paths);
      say(`sealed ${chosen.length} logs (${Math.round(statSync(bundle).size / 1e6)} MB)`);
      const logs = {
        bundle,
        logs: chosen.map(({ path }) => path),
        samples: sum('samples'),
        jsonBytes: sum('jsonBytes'),
      };
      bundles.set(chosen.length, logs);
      return logs;
    },
    async withVault(work) {
      vaults += 1;
      const path = join(folder, `vault-${vaults}`);
      cpSync(empty, path, { recursive: true });
      try {
        return await work(path);
      } finally {
        rmSync(path, { recursive: true, force: true });
      }
    },
    dispose: () => world.dispose(),
  };
}

/** Noise does not compress, and no two pieces of it are alike. */
function writeNoise(path: string, bytes: number): void {
  const file = openSync(path, 'w');
  const piece = Buffer.alloc(PIECE);
  for (let left = bytes; left > 0; left -= PIECE) writeSync(file, randomFillSync(piece), 0, Math.min(left, PIECE));
  closeSync(file);
}
