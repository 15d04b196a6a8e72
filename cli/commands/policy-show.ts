import type { Command } from 'commander';
import { sha384 } from '../../core/crypto/digest.ts';
import { parseEnvelope } from '../../core/envelope/dsse.ts';
import { PREDICATE } from '../../core/envelope/predicate-types.ts';
import { statementOf } from '../../core/envelope/statement.ts';
import { Refusal } from '../../core/failure.ts';
import { parsePolicy } from '../../core/policy/policy.ts';
import { addCommand } from '../command.ts';
import { readDocument } from '../file.ts';
import { ofFile } from '../of-file.ts';
import { policyWords } from '../policy-words.ts';

/** `scrutineer policy show`: shows a signed threshold policy; `policy check` tells whether it counts. */
export function addPolicyShow(parent: Command): void {
  addCommand(parent, {
    signature: 'show <file>',
    description: 'show a threshold policy without checking it',
    example: 'policy show policy-1.dsse.json',
    act: async ([file = '']) => {
      const envelope = ofFile(file, () => parseEnvelope(readDocument(file)));
      const { predicateType, predicate } = statementOf(envelope);
      if (predicateType !== PREDICATE.policy) {
        throw new Refusal('policy.malformed', 'This is a signed document of another kind, not a threshold policy.', {
          where: file,
          remedy: 'scrutineer verify reads every kind.',
        });
      }
      const policy = parsePolicy(predicate);
      const digest = sha384(envelope.payload);
      return {
        value: { checked: false, digest, policy: predicate },
        words(console) {
          console.say('NOT CHECKED: scrutineer policy check tells whether the root has signed it.');
          console.say(`Policy ${policy.policyId}, version ${policy.version}, digest ${digest}`);
          for (const line of policyWords(policy)) console.say(line);
        },
      };
    },
  });
}
