import { spawnSync } from 'node:child_process';

/** What a stock program printed and how it ended. */
export interface ToolRun {
  readonly status: number | null;
  readonly stdout: Uint8Array;
  readonly stderr: string;
}

/** @returns true where the program is installed. */
export function isInstalled(program: string): boolean {
  return spawnSync(program, ['--version']).error === undefined;
}

/** Runs a stock program (openssl, age) with these bytes on its standard input. */
export function runTool(program: string, args: readonly string[], input?: Uint8Array): ToolRun {
  const run = spawnSync(program, [...args], { input: input ?? new Uint8Array(0), maxBuffer: 1 << 28 });
  return { status: run.status, stdout: run.stdout, stderr: run.stderr.toString('utf8') };
}

/** The name of a test that needs a program: says in words that it is skipped, and why. */
export function needs(program: string, sentence: string): string {
  return isInstalled(program) ? sentence : `${sentence} (skipped: ${program} is not installed)`;
}
