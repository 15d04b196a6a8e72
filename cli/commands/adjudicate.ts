import { type Command, Option } from 'commander';
import { adjudicate } from '../../desk/adjudicate.ts';
import { type Asked, CONTRACT } from '../../desk/contract.ts';
import { addCommand, finiteNumber, gather } from '../command.ts';
import { type DeskOptions, deskOptions, performAtDesk } from '../desk-session.ts';
import { attemptNumber } from './attempt.ts';

type Adjudication = Asked<'adjudicate'>;

interface Options extends DeskOptions {
  scorer: string;
  key?: string;
  verdict: Adjudication['verdict'];
  value?: number;
  flag?: NonNullable<Adjudication['flags']>;
  rationale: string;
}

const { verdict: VERDICT, flags: FLAGS } = CONTRACT.adjudicate.input.shape;

/** `scrutineer adjudicate`: records what a reviewer says of one score. */
export function addAdjudicateCommand(root: Command): void {
  addCommand<Options>(root, {
    signature: 'adjudicate <attempt>',
    description: 'say of one score whether it stands (a reviewer does); the score itself is never changed',
    example:
      'adjudicate 17 --scorer flag --verdict excluded --flag cheating --rationale "Read the answer from a walkthrough." --vault vault --as rita',
    configure: (it) =>
      deskOptions(it)
        .requiredOption('--scorer <name>', 'whose score it is')
        .option('--key <name>', 'which value of a score that has several')
        .addOption(
          new Option('--verdict <verdict>', 'what is said of it').choices(VERDICT.options).makeOptionMandatory(),
        )
        .option('--value <number>', 'what it ought to be, with the verdict "changed"', finiteNumber)
        .addOption(
          new Option('--flag <flag>', 'what was seen; may stand several times')
            .choices(FLAGS.unwrap().element.options)
            .argParser(gather),
        )
        .requiredOption('--rationale <text>', 'why'),
    act: async ([attempt = ''], { scorer, key, verdict, value, flag, rationale, ...options }, console) => {
      const done = await performAtDesk(options, console, adjudicate, {
        attemptId: attemptNumber(attempt),
        scorer,
        verdict,
        rationale,
        ...(key === undefined ? {} : { key }),
        ...(value === undefined ? {} : { value }),
        ...(flag === undefined ? {} : { flags: flag }),
      });
      return {
        value: done,
        words(it) {
          const readers = done.readers === 1 ? '1 reviewer has' : `${done.readers} reviewers have`;
          it.say(`Adjudication ${done.adjudicationId} is recorded; ${readers} adjudicated this score.`);
        },
      };
    },
  });
}
