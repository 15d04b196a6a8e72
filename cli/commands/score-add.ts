import { type Command, Option } from 'commander';
import type { Asked } from '../../desk/contract.ts';
import { recordScore } from '../../desk/record-score.ts';
import { addCommand, finiteNumber, instantOption, wholeNumber } from '../command.ts';
import { type DeskOptions, deskOptions, performAtDesk } from '../desk-session.ts';
import { caseIdOf } from '../find-case.ts';

interface Options extends DeskOptions {
  benchmark: string;
  benchmarkVersion?: string;
  metric: string;
  value: number;
  standardError?: number;
  tasks?: number;
  scorer?: string;
  role?: 'candidate' | 'reference';
  model?: string;
  marking?: string;
  source: string;
  conductedBy: string;
  conductedAt: string;
  procedure: string;
  harness?: string;
  attachment?: string;
  note?: string;
  supersedes?: string;
}

/** `scrutineer score add`: records one number of a benchmark that was run by hand, with its provenance. */
export function addScoreAdd(parent: Command): void {
  addCommand<Options>(parent, {
    signature: 'add <case>',
    description: 'record the score of a benchmark that was run by hand (a reviewer does)',
    example:
      'score add 4f1b22c0 --benchmark range-week --metric solved --value 0.4 --tasks 10 --source "hand-run, room 12" --conducted-by "Red team" --conducted-at 2026-11-20T10:00:00Z --procedure "Plan RT-7" --vault vault --as rita',
    configure: (it) =>
      deskOptions(it)
        .requiredOption('--benchmark <name>', 'the benchmark, as the policy names it')
        .requiredOption('--metric <name>', 'what the number is')
        .requiredOption('--value <number>', 'the number', finiteNumber)
        .requiredOption('--source <text>', 'where the number comes from')
        .requiredOption('--conducted-by <name>', 'who ran it')
        .requiredOption('--conducted-at <time>', 'when, as 2026-11-23T18:40:00Z', instantOption)
        .requiredOption('--procedure <text>', 'how it was run')
        .option('--benchmark-version <version>', "the benchmark's version")
        .option('--scorer <name>', 'who or what scored')
        .option('--standard-error <number>', 'the standard error of the number', finiteNumber)
        .option('--tasks <count>', 'how many tasks the number rests on', wholeNumber)
        .addOption(new Option('--role <role>', 'which model was run').choices(['candidate', 'reference']))
        .option('--model <name>', "the model that was run, where it is not the case's own")
        .option('--marking <banner>', 'the marking of the score')
        .option('--harness <text>', 'what it was run with')
        .option('--attachment <file>', 'a file that shows it; it is kept in the vault')
        .option('--note <text>', 'a remark')
        .option('--supersedes <id>', 'the typed score that this one corrects'),
    act: async ([text = ''], options, console) => {
      const added = await performAtDesk(options, console, recordScore, (desk) =>
        orderOf(options, caseIdOf(desk, text)),
      );
      return {
        value: added,
        words(it) {
          it.say(`Score ${added.scoreId} is recorded.`);
          if (added.attachmentDigest !== null) it.say(`Attachment: SHA-384 ${added.attachmentDigest}`);
        },
      };
    },
  });
}

function orderOf(options: Options, caseId: string): Asked<'recordScore'> {
  const { benchmarkVersion, conductedBy, conductedAt, source, procedure, harness } = options;
  const { scorer, standardError, tasks, role, model, marking, attachment, note, supersedes } = options;
  return {
    caseId,
    benchmark: options.benchmark,
    metric: options.metric,
    value: options.value,
    provenance: { source, conductedBy, conductedAt, procedure, ...(harness === undefined ? {} : { harness }) },
    ...(benchmarkVersion === undefined ? {} : { version: benchmarkVersion }),
    ...(scorer === undefined ? {} : { scorer }),
    ...(standardError === undefined ? {} : { standardError }),
    ...(tasks === undefined ? {} : { tasks }),
    ...(role === undefined ? {} : { role }),
    ...(model === undefined ? {} : { model }),
    ...(marking === undefined ? {} : { marking }),
    ...(attachment === undefined ? {} : { attachment }),
    ...(note === undefined ? {} : { note }),
    ...(supersedes === undefined ? {} : { supersedes }),
  };
}
