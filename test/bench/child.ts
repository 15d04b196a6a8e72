import { readFileSync } from 'node:fs';
import { type HashLanes, IN_THREAD } from '../../core/bundle/hash-lane.ts';
import { hashInWorker } from '../../core/bundle/hash-lanes-worker.ts';
import { checkMembers } from '../../core/bundle/members-pass.ts';
import { openBundle } from '../../core/bundle/open.ts';
import { readWithHouse } from '../../core/bundle/read-with-house.ts';
import { NOTHING_SEEN } from '../../core/bundle/seen.ts';
import { verifyBundle } from '../../core/bundle/verify.ts';
import { fileSource } from '../../core/bytes/source.ts';
import { type AgeIdentity, parseIdentityFile } from '../../core/crypto/age/identity.ts';
import { openAge } from '../../core/crypto/age/open.ts';
import { Sha384Stream } from '../../core/crypto/digest.ts';
import { deriveKey, INTERACTIVE, newPassphraseParameters } from '../../core/crypto/passphrase.ts';
import { publicKeysFromPem } from '../../core/crypto/public-key.ts';
import { cryptoReady } from '../../core/crypto/ready.ts';
import { requireRoster } from '../../core/identity/roster.ts';
import { toInstant } from '../../core/instant.ts';
import { parseBanner } from '../../core/marking/marking.ts';
import { openVault } from '../../db/vault.ts';
import { importBundle } from '../../desk/import-bundle.ts';
import { perform } from '../../desk/use-case.ts';
import { CAST, passphraseOf } from '../desk-world/people.ts';
import { bareParse } from './bare-parse.ts';
import type { Lanes, Task, TaskResult } from './task.ts';

// One measurement in a process of its own, so that its memory is its own. See `task.ts` and `processes.ts`.
await cryptoReady();
const task: Task = JSON.parse(process.argv[2] ?? ''); // written by processes.ts, which has typed it
const times = await doTask(task);
const result: TaskResult = { ...times, peakBytes: process.resourceUsage().maxRSS * 1024 };
process.stdout.write(`${JSON.stringify(result)}\n`);

type Times = Pick<TaskResult, 'seconds' | 'cpuSeconds'>;

function doTask(task: Task): Promise<Times> {
  switch (task.kind) {
    case 'members':
      return members(task);
    case 'check':
      return check(task);
    case 'import':
      return importInto(task);
    case 'parse':
      return timed(async () => {
        for (const path of task.logs) await bareParse(path);
      });
    case 'hash':
      return timed(() => hash(task.file));
    case 'derive':
      return timed(async () => {
        deriveKey(passphraseOf('rita'), newPassphraseParameters(INTERACTIVE));
      });
  }
}

async function timed(work: () => Promise<void>): Promise<Times> {
  const cpu = process.cpuUsage();
  const start = performance.now();
  await work();
  const seconds = (performance.now() - start) / 1000;
  const { user, system } = process.cpuUsage(cpu);
  return { seconds, cpuSeconds: (user + system) / 1e6 };
}

function identitiesOf(path: string): Promise<AgeIdentity[]> {
  return parseIdentityFile(readFileSync(path, 'utf8'));
}

async function withLanes(where: Lanes, work: (lanes: HashLanes) => Promise<void>): Promise<void> {
  if (where === 'in-thread') return work(IN_THREAD);
  const lanes = hashInWorker();
  try {
    await work(lanes);
  } finally {
    await lanes.close();
  }
}

async function members({ bundle, identity, lanes: where }: Task & { kind: 'members' }): Promise<Times> {
  const source = await fileSource(bundle);
  const identities = await identitiesOf(identity);
  const { manifest, close } = await openBundle(source, identities);
  close();
  return timed(() =>
    withLanes(where, async (lanes) => {
      const payload = await openAge(source, identities);
      await checkMembers(payload, manifest, lanes);
    }),
  );
}

async function check(task: Task & { kind: 'check' }): Promise<Times> {
  const source = await fileSource(task.bundle);
  const identities = await identitiesOf(task.identity);
  const at = toInstant(task.now);
  const { roster } = requireRoster(readFileSync(task.roster), publicKeysFromPem(readFileSync(task.root, 'utf8')), at);
  const nothing = { findings: [], claims: { matched: 0, mismatched: 0, notRecomputable: 0 } };
  return timed(() =>
    withLanes(task.lanes, async (lanes) => {
      const { ok, steps } = await verifyBundle(source, {
        identities,
        roster,
        at,
        ceiling: parseBanner('UNCLASSIFIED'),
        seen: NOTHING_SEEN,
        readMember: task.logs ? readWithHouse : async () => nothing,
        lanes,
      });
      if (!ok) throw new Error(`the bundle did not pass: ${JSON.stringify(steps)}`);
    }),
  );
}

async function importInto({ bundle, vault: path, now }: Task & { kind: 'import' }): Promise<Times> {
  const passphrase = passphraseOf('tom');
  const vault = openVault(path, { person: CAST.tom.id, passphrase: passphraseOf('tom') }, { now });
  try {
    return await timed(async () => {
      const desk = { vault, actor: CAST.tom.id, clock: () => now, passphrase };
      const { ok, steps } = await perform(importBundle, desk, { path: bundle });
      if (!ok) throw new Error(`the bundle was not taken: ${JSON.stringify(steps)}`);
    });
  } finally {
    vault.close();
  }
}

async function hash(path: string): Promise<void> {
  const source = await fileSource(path);
  const stream = new Sha384Stream();
  const piece = 1 << 20;
  for (let at = 0; at < source.size; at += piece)
    stream.update(await source.read(at, Math.min(piece, source.size - at)));
  stream.digest();
  await source.close();
}
