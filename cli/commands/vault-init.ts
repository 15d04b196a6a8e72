import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from 'commander';
import { removeNewVault } from '../../db/vault.ts';
import { initDesk } from '../../desk/init-desk.ts';
import { requireStrongPassphrase } from '../../desk/passphrase-rule.ts';
import { addCommand } from '../command.ts';
import { personOption } from '../desk-session.ts';
import { requireFree, writeNew } from '../file.ts';
import { readPassphrase } from '../passphrase.ts';
import { readRootPem } from '../root-keys.ts';

interface Options {
  vault: string;
  name: string;
  org: string;
  ceiling: string;
  person: string;
  personName: string;
  root: string;
  twoPerson?: boolean;
  pq?: boolean;
  cards?: string;
  passphraseFile?: string;
}

/** `scrutineer vault init`: makes a vault with its first person, who is to be its custodian. */
export function addVaultInit(parent: Command): void {
  addCommand<Options>(parent, {
    signature: 'init',
    description: 'make a vault, enrol its first person (the custodian) and pin the roster root',
    example:
      'vault init --vault vault --name "Desk 1" --org "Review Office" --ceiling SECRET//NOFORN --person cora --person-name "Cora Castle" --root root.pem --cards cards',
    configure: (it) =>
      it
        .requiredOption('--vault <folder>', 'a new or empty folder')
        .requiredOption('--name <name>', "the workstation's name")
        .requiredOption('--org <organization>', 'the organization')
        .requiredOption('--ceiling <banner>', 'the highest marking that the workstation may hold')
        .requiredOption('--person <id>', "the custodian's id, as the roster will write it")
        .requiredOption('--person-name <name>', "the custodian's name")
        .requiredOption('--root <path>', "the roster root's public keys (PEM)")
        .option('--two-person', 'media come in and documents go out only with a second person')
        .option('--pq', 'add ML-DSA-87 to the custodian, and give the desk a hybrid age identity')
        .option('--cards <folder>', 'where the identity cards are written (otherwise beside the vault, in VAULT-cards)')
        .option(
          '--passphrase-file <file>',
          "file with the custodian's new passphrase (otherwise SCRUTINEER_PASSPHRASE_FILE names one, or you are asked)",
        ),
    act: async (_args, options) => {
      const person = personOption(options.person);
      const folder = options.cards ?? `${options.vault.replace(/[\\/]+$/, '')}-cards`;
      const deskCard = join(folder, 'desk.card.dsse.json');
      const custodianCard = join(folder, `${person}.card.dsse.json`);
      const rootPem = readRootPem(options.root);
      for (const file of [deskCard, custodianCard]) requireFree(file);
      const passphrase = await readPassphrase({
        file: options.passphraseFile,
        prompt: `New passphrase of ${person}`,
        twice: true,
        environment: true,
      });
      try {
        requireStrongPassphrase(passphrase);
        const made = await initDesk({
          folder: options.vault,
          workstation: {
            name: options.name,
            organization: options.org,
            ceiling: options.ceiling,
            twoPersonRule: options.twoPerson ?? false,
          },
          custodian: { person, name: options.personName, organization: options.org, passphrase },
          rootPem,
          postQuantum: options.pq ?? false,
          clock: Date.now,
        });
        const written: string[] = [];
        try {
          for (const [path, card] of [
            [deskCard, made.deskCard],
            [custodianCard, made.custodianCard],
          ] as const) {
            writeNew(path, card, 0o644);
            written.push(path);
          }
          made.vault.close();
        } catch (error) {
          // A vault whose cards cannot be written would be of no use.
          removeNewVault(made.vault);
          for (const path of written) rmSync(path);
          throw error;
        }
        const { recipient, rootFingerprints } = made;
        return {
          value: {
            vault: options.vault,
            vaultId: made.vault.vaultId,
            person,
            recipient,
            rootFingerprints,
            cards: { desk: deskCard, custodian: custodianCard },
          },
          words(console) {
            console.say(`The vault is in ${options.vault}; ${person} can open it.`);
            console.say(`  for producers, who seal to it   ${deskCard}`);
            console.say(`  for the roster authority        ${custodianCard}`);
            console.say('The roster root that was pinned; compare it by voice:');
            for (const words of rootFingerprints) console.say(`  ${words}`);
          },
        };
      } finally {
        passphrase.fill(0);
      }
    },
  });
}
