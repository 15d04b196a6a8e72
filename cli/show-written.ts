import type { Console } from './console.ts';

interface Exported {
  readonly files: readonly { readonly kind: string; readonly path: string; readonly digest: string }[];
  readonly checkpoint: { readonly sequence: number; readonly head: string };
}

/** Shows what an export wrote. */
export function showWritten(console: Console, { files, checkpoint }: Exported): void {
  for (const { kind, path } of files) console.say(`  ${kind.padEnd(16)} ${path}`);
  console.say(`Audit checkpoint at event ${checkpoint.sequence}, head ${checkpoint.head}`);
}
