import { randomUUID } from 'node:crypto';
import { basename, join } from 'node:path';
import { startOutput } from '../../cli/file.ts';
import { asProducerId } from '../../core/brand.ts';
import { type SealedBundle, sealBundle } from '../../core/bundle/seal.ts';
import { type ClosableSource, fileSource } from '../../core/bytes/source.ts';
import type { PrivateKey } from '../../core/crypto/private-key.ts';
import { toInstant } from '../../core/instant.ts';
import { PRODUCER } from './authority.ts';
import type { DemoLog } from './evidence.ts';
import type { Narrator } from './narrator.ts';

/** What one bundle of the demo is made of. */
export interface BundleOrder {
  readonly role: 'candidate' | 'reference';
  readonly model: string;
  readonly sequence: number;
  readonly inputs: readonly DemoLog[];
  /** Score tables to put beside the logs. */
  readonly tables: readonly string[];
  readonly keys: readonly PrivateKey[];
  readonly recipients: readonly string[];
  readonly out: string;
  readonly previous?: { readonly sequence: number; readonly digest: SealedBundle['manifestDigest'] };
}

const DAY = 24 * 60 * 60 * 1000;

/** Seals one bundle as a laboratory would: signed manifest first, then every log, for two recipients at once. */
export async function sealDemoBundle(order: BundleOrder, narrator: Narrator): Promise<SealedBundle> {
  const producerId = asProducerId(PRODUCER);
  if (producerId === undefined) throw new Error('the demo has no producer');
  const [developer = 'unknown', ...rest] = order.model.split('/');
  const sources: ClosableSource[] = [];
  const output = startOutput(order.out, 0o644);
  try {
    const members = [];
    for (const [index, path] of [...order.inputs.map((log) => log.path), ...order.tables].entries()) {
      const source = await fileSource(path);
      sources.push(source);
      const role = index < order.inputs.length ? ('inspect-log' as const) : ('scores' as const);
      members.push({ name: basename(path), role, marking: 'UNCLASSIFIED', source });
    }
    const now = Date.now();
    const sealed = await sealBundle({
      manifest: {
        bundleId: randomUUID(),
        producerId,
        sequence: order.sequence,
        createdAt: toInstant(now),
        marking: 'UNCLASSIFIED',
        case: {
          developer,
          model: rest.join('/') || developer,
          version: '1',
          role: order.role,
          caseKey: 'DEMO-2026-001',
        },
        ...(order.role === 'candidate'
          ? { accessWindow: { opensAt: toInstant(now - 2 * DAY), closesAt: toInstant(now + 28 * DAY) } }
          : {}),
        ...(order.previous === undefined ? {} : { previous: order.previous }),
      },
      members,
      keys: order.keys,
      recipients: order.recipients,
      write: (bytes) => output.write(bytes),
      onProgress: (done, total) => narrator.progress(`sealing ${basename(order.out)}`, done, total),
    });
    output.finish();
    return sealed;
  } finally {
    output.abandon();
    for (const source of sources) await source.close();
  }
}

/** @returns where a bundle of the demo is written. */
export function bundlePath(folder: string, role: string): string {
  return join(folder, `${role}.seb`);
}
