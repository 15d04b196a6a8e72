import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { PackageArch } from '../formats.ts';
import type { Identity } from '../identity.ts';
import type { FoundTools } from '../tools.ts';

/** What every format is made from. */
export interface Job {
  readonly identity: Identity;
  readonly arch: PackageArch;
  /** The finished plain folder: Electron, the archive, the licences. Formats read it and leave it alone. */
  readonly unpacked: string;
  /** Where the package goes. */
  readonly out: string;
  /** An empty folder of the format's own, removed afterwards. */
  readonly scratch: string;
  readonly tools: FoundTools;
  /** What every file is dated, in seconds. */
  readonly time: number;
}

const run = promisify(execFile);

/**
 * Runs one of the tools, with the time of the build for those that honour it.
 * @throws Error with what the tool said, when it fails
 */
export async function runTool(path: string, args: readonly string[], job: Job, cwd?: string): Promise<void> {
  try {
    await run(path, args, {
      ...(cwd === undefined ? {} : { cwd }),
      maxBuffer: 64 * 1024 * 1024,
      env: { ...process.env, SOURCE_DATE_EPOCH: String(job.time), LC_ALL: 'C.UTF-8' },
    });
  } catch (error) {
    const said = error as { stderr?: string; stdout?: string }; // the promise of execFile rejects with both attached
    throw new Error(`${path} failed:\n${`${said.stdout ?? ''}\n${said.stderr ?? ''}`.trim().slice(-4000)}`, {
      cause: error,
    });
  }
}
