import type { Command } from 'commander';
import { addAdjudicateCommand } from './adjudicate.ts';
import { addAssessCommand } from './assess.ts';
import { addScoreAdd } from './score-add.ts';

/** `scrutineer score add`, `adjudicate` and `assess`: what reviewers do. */
export function addReviewCommands(root: Command): void {
  addScoreAdd(root.command('score').description('record scores of benchmarks that were run by hand'));
  addAdjudicateCommand(root);
  addAssessCommand(root);
}
