import { availableParallelism, cpus, release, totalmem, type } from 'node:os';
import { runTool } from '../stock-tool.ts';

/** What the figures of a run depend on. */
export interface Machine {
  readonly processor: string;
  readonly cores: number;
  /** MB of 1,000,000 bytes. */
  readonly memory: number;
  readonly system: string;
  readonly node: string;
  /** The version of age, or null where it is not installed. */
  readonly age: string | null;
}

export function thisMachine(hasAge: boolean): Machine {
  return {
    processor: cpus()[0]?.model.trim() || 'unknown',
    cores: availableParallelism(),
    memory: Math.round(totalmem() / 1e6),
    system: `${type()} ${release()}`,
    node: process.version,
    age: hasAge ? new TextDecoder().decode(runTool('age', ['--version']).stdout).trim() : null,
  };
}

export function machineInWords({ processor, cores, memory, system, node, age }: Machine): string {
  const tools = age === null ? 'age is not installed' : `age ${age}`;
  return `${cores} cores of ${processor}, ${memory} MB of memory, ${system}, Node ${node}, ${tools}`;
}
