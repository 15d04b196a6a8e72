import type { Command } from 'commander';
import { counted } from '../../core/counted.ts';
import { sha384 } from '../../core/crypto/digest.ts';
import { parseEnvelope } from '../../core/envelope/dsse.ts';
import { readRoster } from '../../core/identity/read-roster.ts';
import { signRoster } from '../../core/identity/roster.ts';
import { addCommand } from '../command.ts';
import { requireFree, writeNew } from '../file.ts';
import { readSigningKeys } from '../key-folder.ts';
import { ofFile } from '../of-file.ts';
import { readRosterSpec } from '../roster-spec.ts';

interface Options {
  key: string;
  out: string;
}

/** `scrutineer roster sign`: makes a roster of a specification and signs it with every root key. */
export function addRosterSign(parent: Command): void {
  addCommand<Options>(parent, {
    signature: 'sign <spec>',
    description: 'sign a roster with the root keys',
    example: 'roster sign roster-spec.json --key keys/root --out roster-1.dsse.json',
    more: 'SPEC is told in docs/formats/authority-files.md.',
    configure: (it) =>
      it
        .requiredOption('--key <path>', 'the root keys: a key folder or one PEM file; each of them signs')
        .requiredOption('--out <file>', 'the signed roster (.dsse.json) to write'),
    act: async ([spec = ''], options) => {
      requireFree(options.out);
      const keys = readSigningKeys(options.key);
      try {
        const document = ofFile(spec, () => readRosterSpec(spec, Date.now()));
        const signed = ofFile(spec, () => signRoster(document, keys));
        const { rosterId, sequence, persons, producers } = readRoster(document);
        const digest = sha384(parseEnvelope(signed).payload);
        writeNew(options.out, signed, 0o644);
        return {
          value: {
            file: options.out,
            rosterId,
            sequence,
            digest,
            persons: persons.length,
            producers: producers.length,
          },
          words(console) {
            console.say(
              `Signed roster ${rosterId}, issue ${sequence}: ${counted(persons.length, 'person')} and ${counted(producers.length, 'producer')}, in ${options.out}`,
            );
            console.say(`Digest: ${digest}`);
          },
        };
      } finally {
        for (const key of keys) key.wipe();
      }
    },
  });
}
