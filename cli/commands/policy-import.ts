import type { Command } from 'commander';
import { importPolicy } from '../../desk/import-policy.ts';
import { addCommand } from '../command.ts';
import { type DeskOptions, deskOptions, performAtDesk } from '../desk-session.ts';

/** `scrutineer policy import`: takes a threshold policy into a vault. */
export function addPolicyImport(parent: Command): void {
  addCommand<DeskOptions>(parent, {
    signature: 'import <file>',
    description: 'take a threshold policy into a vault (a custodian does)',
    example: 'policy import policy-1.dsse.json --vault vault --as cora',
    configure: deskOptions,
    act: async ([path = ''], options, console) => {
      const taken = await performAtDesk(options, console, importPolicy, { path });
      return {
        value: taken,
        words(it) {
          it.steps(taken.steps);
          it.say(`Policy ${taken.policyId}, version ${taken.version}, is in use. Digest: ${taken.digest}`);
        },
      };
    },
  });
}
