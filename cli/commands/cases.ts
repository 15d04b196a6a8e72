import type { Command } from 'commander';
import { listCases } from '../../desk/list-cases.ts';
import { addCommand } from '../command.ts';
import { type DeskOptions, deskOptions, performAtDesk } from '../desk-session.ts';
import { windowText } from '../window-text.ts';

/** `scrutineer cases`: lists the cases. */
export function addCasesCommand(root: Command): void {
  addCommand<DeskOptions>(root, {
    signature: 'cases',
    description: 'list the cases of a vault',
    example: 'cases --vault vault --as rita',
    configure: deskOptions,
    act: async (_args, options, console) => {
      const cases = await performAtDesk(options, console, listCases, {});
      return {
        value: { cases },
        words(it) {
          if (cases.length === 0) it.say('There is no case yet.');
          else {
            it.table(
              [
                'case',
                'key',
                'model',
                'version',
                'state',
                'determination',
                'bundles',
                'runs',
                'attempts',
                'alarms',
                'window',
              ],
              cases.map((one) => [
                one.caseId.slice(0, 8),
                one.caseKey,
                `${one.developer} ${one.model}`,
                one.version,
                one.state,
                one.determination,
                String(one.bundles),
                String(one.runs),
                String(one.attempts),
                String(one.alarms),
                windowText(one.window),
              ]),
            );
          }
        },
      };
    },
  });
}
