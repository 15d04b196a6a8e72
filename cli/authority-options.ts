import type { Command } from 'commander';
import { gather } from './command.ts';
import { UsageFault } from './outcome.ts';

/** Who classified, from what, and until when: needed where a document is classified. */
export interface AuthorityOptions {
  classifiedBy?: string;
  derivedFrom?: string;
  declassifyOn?: string;
  derivativeSource?: readonly string[];
}

/** The options of a document that may be classified. */
export function authorityOptions(command: Command): Command {
  return command
    .option('--classified-by <line>', 'classification authority block: who')
    .option('--derived-from <line>', 'classification authority block: from what')
    .option('--declassify-on <line>', 'classification authority block: until when')
    .option(
      '--derivative-source <line>',
      'a source, where it is derived from several; may stand several times',
      gather,
    );
}

/** @returns the authority block, or nothing where none was given. @throws UsageFault where it is given in part */
export function authorityOf({ classifiedBy, derivedFrom, declassifyOn, derivativeSource }: AuthorityOptions): {
  authority?: { classifiedBy: string; derivedFrom: string; declassifyOn: string; sources?: string[] };
} {
  if ([classifiedBy, derivedFrom, declassifyOn, derivativeSource].every((part) => part === undefined)) return {};
  if (classifiedBy === undefined || derivedFrom === undefined || declassifyOn === undefined) {
    throw new UsageFault('--classified-by, --derived-from and --declassify-on go together.');
  }
  const sources = derivativeSource === undefined ? {} : { sources: [...derivativeSource] };
  return { authority: { classifiedBy, derivedFrom, declassifyOn, ...sources } };
}
