import type { Command } from 'commander';
import { checkPolicy } from '../../core/policy/check.ts';
import { addCommand, instantOption } from '../command.ts';
import { readDocument } from '../file.ts';
import { momentOf } from '../moment.ts';
import { firstFailure } from '../outcome.ts';
import { policyWords } from '../policy-words.ts';
import { readRootKeys } from '../root-keys.ts';

interface Options {
  root: string;
  at?: string;
}

/** `scrutineer policy check`: walks the checklist of a signed threshold policy. */
export function addPolicyCheck(parent: Command): void {
  addCommand<Options>(parent, {
    signature: 'check <file>',
    description: "check a threshold policy against the root's keys",
    example: 'policy check policy-1.dsse.json --root root.pem',
    configure: (it) =>
      it
        .requiredOption('--root <path>', "the roster root's public keys (PEM)")
        .option('--at <time>', 'check as of this time instead of now', instantOption),
    act: async ([file = ''], options) => {
      const bytes = readDocument(file);
      const { policy, digest, steps } = checkPolicy(bytes, readRootKeys(options.root), momentOf(options.at));
      return {
        value: { ok: policy !== null, steps, digest, policy },
        refused: firstFailure(steps),
        words(console) {
          console.steps(steps);
          if (policy !== null) for (const line of policyWords(policy)) console.say(line);
          if (digest !== null) console.say(`Digest: ${digest}`);
        },
      };
    },
  });
}
