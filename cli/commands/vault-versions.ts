import type { Command } from 'commander';
import type { Output } from '../../desk/contract.ts';
import { showVersions } from '../../desk/show-versions.ts';
import { addCommand } from '../command.ts';
import type { Console } from '../console.ts';
import { type DeskOptions, deskOptions, performAtDesk } from '../desk-session.ts';

type Versions = Output<'showVersions'>;
type Change = NonNullable<Versions['rosters'][number]['changes']>[number];

/** `scrutineer vault versions`: which rosters and policies were taken, and what each changed. */
export function addVaultVersions(parent: Command): void {
  addCommand<DeskOptions>(parent, {
    signature: 'versions',
    description: 'list the rosters and policies that were taken, and what each changed',
    example: 'vault versions --vault vault --as cora',
    configure: deskOptions,
    act: async (_args, options, console) => {
      const versions = await performAtDesk(options, console, showVersions, {});
      return {
        value: versions,
        words(it) {
          for (const { rosterId, sequence, ...taken } of versions.rosters)
            show(it, `${rosterId}, issue ${sequence}`, taken);
          for (const { policyId, version, ...taken } of versions.policies) show(it, `${policyId} ${version}`, taken);
        },
      };
    },
  });
}

function show(
  it: Console,
  title: string,
  {
    isInUse,
    importedAt,
    importedBy,
    changes,
  }: Pick<Versions['rosters'][number], 'isInUse' | 'importedAt' | 'importedBy' | 'changes'>,
): void {
  it.heading(`${title}${isInUse ? ' (in use)' : ''}, taken ${importedAt} by ${importedBy}`);
  if (changes === null) it.say('  It cannot be compared with the one before.');
  else for (const change of changes) it.say(`  ${words(change)}`);
}

function words({ kind, what, id, name, field, before, after }: Change): string {
  const subject = `${what} ${id}${name === id ? '' : ` (${name})`}`;
  if (kind === 'added') return `+ ${subject}${after === null ? '' : `: ${after}`}`;
  if (kind === 'removed') return `- ${subject}${before === null ? '' : `: ${before}`}`;
  return `~ ${subject}${field === null ? '' : `, ${field}`}: ${before ?? 'none'} -> ${after ?? 'none'}`;
}
