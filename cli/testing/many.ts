import { main } from '../main.ts';

// Runs the program once for each argument list of the JSON in the first argument, all in this one process, and prints how
// each run ended. For commands that open no vault.
const runs: { status: number; stdout: string; stderr: string }[] = [];
const streams = { stdout: process.stdout, stderr: process.stderr };
const writers = {
  stdout: process.stdout.write.bind(process.stdout),
  stderr: process.stderr.write.bind(process.stderr),
};
const lists: unknown = JSON.parse(process.argv[2] ?? '[]');
for (const list of Array.isArray(lists) ? lists : []) {
  const run = { status: 0, stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    streams[name].write = (text: string | Uint8Array) => {
      run[name] += String(text);
      return true;
    };
  }
  process.exitCode = 0;
  await main(list);
  runs.push({ ...run, status: Number(process.exitCode) });
}
process.exitCode = 0;
writers.stdout(JSON.stringify(runs));
