import type { Command } from 'commander';
import { counted } from '../../core/counted.ts';
import { showIntake } from '../../desk/show-intake.ts';
import { addCommand } from '../command.ts';
import { type DeskOptions, deskOptions, performAtDesk } from '../desk-session.ts';
import { sizeText } from '../value-text.ts';

/** `scrutineer intake`: the record of one sealed file that came in, imported or quarantined. */
export function addIntakeCommand(root: Command): void {
  addCommand<DeskOptions>(root, {
    signature: 'intake <digest>',
    description: 'show the record of a sealed file that came in; the beginning of its digest (6 characters) suffices',
    example: 'intake 3f9c2a --vault vault --as tom',
    configure: deskOptions,
    act: async ([digest = ''], options, console) => {
      const record = await performAtDesk(options, console, showIntake, { digest });
      return {
        value: record,
        words(it) {
          const { bundle, receivedBy, witness, workstation, recorded } = record;
          it.heading(
            `${record.outcome === 'imported' ? 'Imported' : 'Quarantined'}: ${record.fileName ?? 'name not kept'}`,
          );
          const facts: readonly (readonly [string, string])[] = [
            ['desk', `${workstation.name}, may hold up to ${workstation.ceiling}`],
            ['SHA-384', record.digest],
            ['size', sizeText(record.bytes)],
            ['received', `${record.receivedAt} by ${receivedBy.name} (${receivedBy.personId})`],
            ['witness', witness === null ? 'none' : `${witness.name} (${witness.personId})`],
            [
              'bundle',
              bundle === null
                ? 'its manifest was not believed'
                : `${bundle.bundleId}, number ${bundle.sequence} of ${bundle.producerId}`,
            ],
            ...(bundle === null
              ? []
              : ([
                  ['marking', bundle.marking],
                  ['model', `${bundle.developer} ${bundle.model} ${bundle.version} (${bundle.role})`],
                  ['holds', `${counted(bundle.members, 'member')}; ${counted(record.findings, 'finding')}`],
                ] as const)),
            ['kept as', record.kept],
            ['audit log', recorded === null ? 'no event' : `event ${recorded.sequence}, ${recorded.at}`],
          ];
          for (const [name, value] of facts) it.say(`  ${name.padEnd(10)} ${value}`);
          it.steps(record.steps);
        },
      };
    },
  });
}
