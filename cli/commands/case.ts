import type { Command } from 'commander';
import { addAttemptCommands } from './attempt.ts';
import { addCaseShow } from './case-show.ts';
import { addCasesCommand } from './cases.ts';

/** `scrutineer cases`, `case show`, `attempts` and `attempt show`: reading what was imported. */
export function addCaseCommands(root: Command): void {
  addCasesCommand(root);
  addCaseShow(root.command('case').description('show a case'));
  addAttemptCommands(root);
}
