import type { Command } from 'commander';
import { enrolPerson } from '../../desk/enrol-person.ts';
import { perform } from '../../desk/use-case.ts';
import { addCommand } from '../command.ts';
import { atDesk, type DeskOptions, deskOptions, personOption } from '../desk-session.ts';
import { requireFree, startOutput } from '../file.ts';
import { readPassphrase } from '../passphrase.ts';

interface Options extends DeskOptions {
  name: string;
  org: string;
  pq?: boolean;
  newPassphraseFile?: string;
  cardOut: string;
}

/** `scrutineer vault enrol`: gives a person keys and a keyslot of their own, and writes their identity card. */
export function addVaultEnrol(parent: Command): void {
  addCommand<Options>(parent, {
    signature: 'enrol <person>',
    description: 'enrol a person (a custodian does; the new person chooses a passphrase)',
    example:
      'vault enrol rita --name "Rita Reyes" --org "Review Office" --card-out cards/rita.card.dsse.json --vault vault --as cora',
    more: 'The person can act once a roster names them with the keys of this card.',
    configure: (it) =>
      deskOptions(it)
        .requiredOption('--name <name>', "the person's name")
        .requiredOption('--org <organization>', "the person's organization")
        .requiredOption('--card-out <file>', 'where the identity card is written, for the roster authority')
        .option('--pq', 'add an ML-DSA-87 key and make the age identity a hybrid one')
        .option('--new-passphrase-file <file>', "file with the new person's passphrase (otherwise they are asked)"),
    act: async ([text = ''], options, console) => {
      const person = personOption(text);
      requireFree(options.cardOut);
      const passphrase = await readPassphrase({
        file: options.newPassphraseFile,
        prompt: `New passphrase of ${person}`,
        twice: true,
      });
      const enrolled = await atDesk(
        options,
        console,
        async (desk) => {
          // Begun first: somebody who is enrolled without a card would be of no use to the roster authority.
          const card = startOutput(options.cardOut, 0o644);
          try {
            const made = await perform(enrolPerson, desk, {
              personId: person,
              name: options.name,
              organization: options.org,
              postQuantum: options.pq ?? false,
            });
            card.write(new TextEncoder().encode(made.card));
            card.finish();
            return made;
          } finally {
            card.abandon();
          }
        },
        { person, passphrase },
      );
      const { fingerprints } = enrolled;
      return {
        value: { personId: person, card: options.cardOut, fingerprints },
        words(it) {
          it.say(`${person} is enrolled. The identity card for the roster authority is ${options.cardOut}`);
          it.say('Fingerprints, to be read to the authority over another channel:');
          for (const words of fingerprints) it.say(`  ${words}`);
        },
      };
    },
  });
}
