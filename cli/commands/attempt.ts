import { type Command, InvalidArgumentError } from 'commander';
import { listAttempts } from '../../desk/list-attempts.ts';
import { readAttempt } from '../../desk/read-attempt.ts';
import { adjudicationWords } from '../adjudication-words.ts';
import { addCommand, wholeNumber } from '../command.ts';
import { type DeskOptions, deskOptions, performAtDesk } from '../desk-session.ts';
import { runIdOf } from '../find-run.ts';

interface ListOptions extends DeskOptions {
  after?: number;
  limit?: number;
}

interface ShowOptions extends DeskOptions {
  from?: number;
  count?: number;
}

/** @returns an attempt's number from an argument. */
export function attemptNumber(text: string): number {
  const number = wholeNumber(text);
  if (number === 0) throw new InvalidArgumentError('Attempts are numbered from 1.');
  return number;
}

/** `scrutineer attempts` and `attempt show`. */
export function addAttemptCommands(root: Command): void {
  addCommand<ListOptions>(root, {
    signature: 'attempts <run>',
    description: 'list the attempts of a run (its id or the beginning of it)',
    example: 'attempts 9a0c44d1 --vault vault --as rita',
    configure: (it) =>
      deskOptions(it)
        .option('--after <number>', 'go on after this attempt', wholeNumber)
        .option('--limit <count>', 'how many at most', wholeNumber),
    act: async ([run = ''], { after, limit, ...options }, console) => {
      const page = await performAtDesk(options, console, listAttempts, (desk) => ({
        runId: runIdOf(desk, run),
        ...(after === undefined ? {} : { after }),
        ...(limit === undefined ? {} : { limit }),
      }));
      return {
        value: page,
        words(it) {
          it.table(
            ['attempt', 'sample', 'epoch', 'state', 'limit', 'scores', 'messages', 'preview'],
            page.attempts.map((one) => [
              String(one.attemptId),
              one.sample,
              String(one.epoch),
              one.state,
              one.limit ?? '-',
              one.scores
                .map(({ scorer, key, value, adjudicated }) => {
                  const name = key === null ? scorer : `${scorer}/${key}`;
                  return `${name}=${value}${adjudicated === null ? '' : ` -> ${adjudicated}`}`;
                })
                .join(', '),
              String(one.messages),
              one.preview.replace(/\s+/g, ' ').slice(0, 60),
            ]),
          );
          if (page.next !== null) it.say(`There are more: --after ${page.next}`);
        },
      };
    },
  });
  const parent = root.command('attempt').description('read one attempt');
  addCommand<ShowOptions>(parent, {
    signature: 'show <attempt>',
    description: "read an attempt's messages from the sealed evidence; every look is recorded",
    example: 'attempt show 17 --from 0 --count 20 --vault vault --as rita',
    configure: (it) =>
      deskOptions(it)
        .option('--from <index>', 'the first message, from 0', wholeNumber)
        .option('--count <count>', 'how many messages at most', wholeNumber),
    act: async ([attempt = ''], { from, count, ...options }, console) => {
      const read = await performAtDesk(options, console, readAttempt, {
        attemptId: attemptNumber(attempt),
        ...(from === undefined ? {} : { from }),
        ...(count === undefined ? {} : { count }),
      });
      // "error" is the refusal of a command, never something that a command tells.
      const { error: attemptError, ...told } = read;
      return {
        value: { ...told, attemptError },
        words(it) {
          it.say(read.marking);
          it.say(`Sample ${read.sample}, epoch ${read.epoch}, ${read.total} messages`);
          if (attemptError !== null) it.alarm(`The attempt ended in an error: ${attemptError}`);
          for (const { index, role, text, toolCalls } of read.messages) {
            it.heading(`[${index}] ${role}`);
            if (text !== '') it.say(text);
            for (const call of toolCalls) it.say(`-> ${call}`);
          }
          if (read.adjudications.length > 0) it.heading('Adjudications');
          for (const one of read.adjudications) {
            it.say(`  ${adjudicationWords(one)}`);
            it.say(`    ${one.rationale.replaceAll('\n', '\n    ')}`);
          }
          it.say();
          it.say(read.marking);
        },
      };
    },
  });
}
