import type { ByteSource } from '../bytes/source.ts';
import { Refusal } from '../failure.ts';
import { type Budgets, DEFAULT_BUDGETS } from './budgets.ts';
import { openArchive } from './eval-archive.ts';
import type { InspectLog } from './inspect-log.ts';
import { openJsonLog } from './json-log.ts';

/** How to read a log. */
export interface OpenLogOptions {
  /** What to change of the default budgets. */
  readonly budgets?: Partial<Budgets>;
  /** Ends any read with the refusal `cancelled`. */
  readonly signal?: AbortSignal;
}

/**
 * Opens an Inspect log (versions 1 to 3, `.eval` or `.json`, told apart by their bytes). Only the directory and the header
 * are read; the source must stay open as long as the log is used.
 * @throws Refusal `log.not-a-log`, `log.version`, `log.malformed`, `zip.*`, `json.*`, `cancelled`
 */
export async function openLog(source: ByteSource, options: OpenLogOptions = {}): Promise<InspectLog> {
  const budgets = { ...DEFAULT_BUDGETS, ...options.budgets };
  const start = await source.read(0, Math.min(64, source.size));
  if (start[0] === 0x50 && start[1] === 0x4b) return openArchive(source, budgets, options.signal);
  const text = Buffer.from(start)
    .toString('latin1')
    .replace(/^\u00ef\u00bb\u00bf/, '')
    .trimStart();
  if (text.startsWith('{')) return openJsonLog(source, budgets, options.signal);
  throw new Refusal('log.not-a-log', 'This is no Inspect log: it is neither a ZIP nor a JSON object.', {
    remedy: 'Give a log that Inspect wrote (.eval or .json).',
  });
}
