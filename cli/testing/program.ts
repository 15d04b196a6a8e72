import { spawn, spawnSync } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const PROGRAM = fileURLToPath(new URL('../scrutineer.js', import.meta.url));
const MANY = fileURLToPath(new URL('./many.ts', import.meta.url));

/** How a run of the program ended. */
export interface Run {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
}

/** Runs `scrutineer` in a process of its own, without a terminal. */
export function scrutineer(args: readonly string[], options: RunOptions = {}): Run {
  const { SCRUTINEER_PASSPHRASE_FILE: _, ...inherited } = process.env;
  const run = spawnSync(process.execPath, [PROGRAM, ...args], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
    maxBuffer: 1 << 28,
    env: { ...inherited, ...options.env },
    ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
  });
  return { status: run.status, stdout: run.stdout, stderr: run.stderr };
}

/** Runs the program once for each list of arguments, in one process; for commands that open no vault. */
export function scrutineerMany(lists: readonly (readonly string[])[], cwd?: string): Run[] {
  const run = spawnSync(process.execPath, [MANY, JSON.stringify(lists)], {
    encoding: 'utf8',
    maxBuffer: 1 << 28,
    stdio: ['ignore', 'pipe', 'pipe'],
    ...(cwd === undefined ? {} : { cwd }),
  });
  if (run.status !== 0) throw new Error(run.stderr);
  return JSON.parse(run.stdout) as Run[]; // what many.ts prints
}

/** Runs with `--json`. @returns the exit code and the one value on stdout; throws where there is not just one */
export function scrutineerJson(args: readonly string[], options: RunOptions = {}) {
  const run = scrutineer(['--json', ...args], options);
  // The caller's expectations read what is in it.
  return { ...run, value: JSON.parse(run.stdout) as Record<string, unknown> };
}

/** Runs with `--json` and interrupts it, as Ctrl-C does, once `isReached` says so. */
export async function scrutineerInterrupted(args: readonly string[], isReached: () => boolean): Promise<Run> {
  const child = spawn(process.execPath, [PROGRAM, '--json', ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  const run = { stdout: '', stderr: '' };
  child.stdout.on('data', (chunk) => (run.stdout += chunk));
  child.stderr.on('data', (chunk) => (run.stderr += chunk));
  const closed = new Promise<number | null>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', resolve);
  });
  while (child.exitCode === null && !isReached()) await sleep(2);
  child.kill('SIGINT');
  return { status: await closed, ...run };
}
