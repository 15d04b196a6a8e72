import { execFile, spawn, spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Task, TaskResult } from './task.ts';

/** On which cores a process may run: all of them, or the first alone. */
export type Cores = 'all' | 'one';

const CHILD = fileURLToPath(new URL('./child.ts', import.meta.url));
const run = promisify(execFile);

/** @returns true where `taskset` can hold a process on one core */
export function canPin(): boolean {
  return spawnSync('taskset', ['-c', '0', 'true']).status === 0;
}

/** Runs a task in a process of its own. @throws Error with what the process said where it fails */
export async function measure(task: Task, cores: Cores = 'all'): Promise<TaskResult> {
  // The flag with which the command line starts itself, so that the bench measures what people run.
  const command = [process.execPath, '--max-semi-space-size=8', CHILD, JSON.stringify(task)];
  const [program = '', ...args] = pinned(command, cores);
  const { stdout } = await run(program, args, { maxBuffer: 1 << 26 });
  return JSON.parse(stdout.trim().split('\n').at(-1) ?? ''); // child.ts writes nothing else, and has typed it
}

/**
 * Runs `age -d -i IDENTITY FILE | sha384sum`.
 * @returns seconds, with the start of both programs
 */
export function ageAndSum(file: string, identity: string, cores: Cores): Promise<number> {
  const command = ['sh', '-c', 'age -d -i "$1" "$2" | sha384sum', 'sh', identity, file];
  const [program = '', ...args] = pinned(command, cores);
  const start = performance.now();
  return new Promise((resolve, reject) => {
    const shell = spawn(program, args, { stdio: ['ignore', 'ignore', 'inherit'] });
    shell.on('error', reject);
    shell.on('close', (status) => {
      if (status === 0) resolve((performance.now() - start) / 1000);
      else reject(new Error('age or sha384sum failed'));
    });
  });
}

function pinned(command: readonly string[], cores: Cores): readonly string[] {
  return cores === 'one' ? ['taskset', '-c', '0', ...command] : command;
}
