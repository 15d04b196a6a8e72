import type { Command } from 'commander';
import { addConcurCommand } from './concur.ts';
import { addDetermineCommand } from './determine.ts';
import { addExportCommand } from './export.ts';
import { addNoticeCommand } from './notice.ts';
import { addReceiveCommand } from './receive.ts';
import { addSignFileCommand } from './sign-file.ts';
import { addWithdrawCommand } from './withdraw.ts';

/** `scrutineer determine`, `concur`, `sign-file`, `receive`, `withdraw`, `notice` and `export`: what officials do, and what goes out. */
export function addDecisionCommands(root: Command): void {
  for (const add of [
    addDetermineCommand,
    addConcurCommand,
    addSignFileCommand,
    addReceiveCommand,
    addWithdrawCommand,
    addNoticeCommand,
    addExportCommand,
  ]) {
    add(root);
  }
}
