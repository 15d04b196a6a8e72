import { mkdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { asProducerId, type ProducerId } from '../../core/brand.ts';
import { type Manifest, type MemberRole, newBundleId } from '../../core/bundle/manifest.ts';
import { type SealedBundle, type SealMember, sealBundle } from '../../core/bundle/seal.ts';
import { fileSource, memorySource } from '../../core/bytes/source.ts';
import type { PrivateKey } from '../../core/crypto/private-key.ts';
import { toInstant } from '../../core/instant.ts';
import { fileSink } from '../../sample/generator/file-sink.ts';
import type { LogSpec } from '../../sample/generator/log-spec.ts';
import { writeScoreCsv } from '../../sample/generator/score-tables.ts';
import { writeSuiteLogs } from '../../sample/generator/suite.ts';

function producerId(text: string): ProducerId {
  const id = asProducerId(text);
  if (id === undefined) throw new Error(`${text} is no producer's id`);
  return id;
}

/** The lab that makes the bundles. */
export const LAB = producerId('fathomworks');
export const CASE_KEY = 'fathomworks/meridian-4';

/** A small file that is put into a bundle as it is. */
export interface ExtraMember {
  readonly name: string;
  readonly role: MemberRole;
  readonly bytes: Uint8Array;
}

export interface BundleOrder {
  /** Where the sealed file is written. */
  readonly path: string;
  /** Where the logs are written on their way. */
  readonly scratch: string;
  readonly key: PrivateKey;
  readonly recipients: readonly string[];
  /** Milliseconds since 1970. */
  readonly now: number;
  readonly sequence: number;
  readonly role: 'candidate' | 'reference';
  readonly logs: readonly LogSpec[];
  /** A benchmark whose scores come as a CSV table. */
  readonly table?: LogSpec;
  readonly extra?: readonly ExtraMember[];
  /** Changes to the manifest, for bundles that are not as they should be. */
  readonly changes?: Partial<Omit<Manifest, 'members'>>;
}

/** Writes generated logs and seals them, as a lab would. */
export async function makeBundle(order: BundleOrder): Promise<SealedBundle> {
  mkdirSync(order.scratch, { recursive: true });
  const written = await writeSuiteLogs(order.scratch, order.logs);
  const paths: { path: string; name: string; role: MemberRole }[] = written.map(({ path }) => {
    return { path, name: `logs/${basename(path)}`, role: 'inspect-log' };
  });
  if (order.table !== undefined) {
    const path = join(order.scratch, 'scores.csv');
    const sink = await fileSink(path);
    await writeScoreCsv(order.table, sink.write);
    await sink.close();
    paths.push({ path, name: 'scores.csv', role: 'scores' });
  }
  return sealFiles(order, paths);
}

/** Seals files that are there already. */
export async function sealFiles(
  order: Omit<BundleOrder, 'logs' | 'table' | 'scratch'>,
  paths: readonly { readonly path: string; readonly name: string; readonly role: MemberRole }[],
): Promise<SealedBundle> {
  const open = await Promise.all(paths.map(({ path }) => fileSource(path)));
  const sink = await fileSink(order.path);
  try {
    const files: SealMember[] = paths.flatMap(({ name, role }, at) => {
      const source = open[at];
      return source === undefined ? [] : [{ name, role, marking: 'UNCLASSIFIED', source }];
    });
    const extra: SealMember[] = (order.extra ?? []).map(({ name, role, bytes }) => {
      return { name, role, marking: 'UNCLASSIFIED', source: memorySource(bytes) };
    });
    const isCandidate = order.role === 'candidate';
    return await sealBundle({
      manifest: {
        bundleId: newBundleId(),
        producerId: LAB,
        sequence: order.sequence,
        createdAt: toInstant(order.now),
        marking: 'UNCLASSIFIED',
        case: {
          developer: 'Fathomworks',
          model: isCandidate ? 'meridian-4' : 'meridian-3',
          version: isCandidate ? '2026-09-01' : '2025-11-01',
          role: order.role,
          caseKey: CASE_KEY,
        },
        ...(isCandidate
          ? { accessWindow: { opensAt: toInstant(order.now), closesAt: toInstant(order.now + 30 * 86_400_000) } }
          : {}),
        ...order.changes,
      },
      members: [...files, ...extra],
      keys: [order.key],
      recipients: order.recipients,
      write: sink.write,
    });
  } finally {
    await sink.close();
    for (const source of open) await source.close();
  }
}
