import { readdirSync, readFileSync } from 'node:fs';

/** Resident bytes of a program's processes. */
export interface Resident {
  /** The main process with its worker threads. */
  readonly main: number;
  /** The largest of the processes that show a page. */
  readonly renderer: number;
}

function field(pid: number | string, file: 'status' | 'cmdline'): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8');
  } catch {
    return ''; // it ended meanwhile
  }
}

function number(status: string, name: string): number {
  return Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(status)?.[1] ?? 0);
}

/** Everything that a process has started, and what that has started. */
function descendants(pid: number): number[] {
  const children = new Map<number, number[]>();
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    const parent = number(field(name, 'status'), 'PPid');
    children.set(parent, [...(children.get(parent) ?? []), Number(name)]);
  }
  const below = (one: number): number[] => (children.get(one) ?? []).flatMap((child) => [child, ...below(child)]);
  return below(pid);
}

/** @returns what the system counts now, or undefined where it does not tell as Linux does */
export function resident(mainPid: number): Resident | undefined {
  if (process.platform !== 'linux') return undefined;
  const bytes = (pid: number) => number(field(pid, 'status'), 'VmRSS') * 1024;
  const renderers = descendants(mainPid).filter((pid) => field(pid, 'cmdline').includes('--type=renderer'));
  return { main: bytes(mainPid), renderer: Math.max(0, ...renderers.map(bytes)) };
}

/** Samples resident memory until it is stopped. @returns a function that stops it and gives the peaks */
export function residentPeaks(mainPid: number): () => Resident | undefined {
  let peak = resident(mainPid);
  const timer = setInterval(() => {
    const now = resident(mainPid);
    if (now === undefined || peak === undefined) return;
    peak = { main: Math.max(peak.main, now.main), renderer: Math.max(peak.renderer, now.renderer) };
  }, 250);
  return () => {
    clearInterval(timer);
    return peak;
  };
}
