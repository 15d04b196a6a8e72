import type { Command } from 'commander';
import { sha384 } from '../../core/crypto/digest.ts';
import { parseEnvelope } from '../../core/envelope/dsse.ts';
import { Refusal } from '../../core/failure.ts';
import { parseStrictJson } from '../../core/json/strict.ts';
import { isJsonObject } from '../../core/json/value.ts';
import { parseBanner } from '../../core/marking/marking.ts';
import { parsePolicy } from '../../core/policy/policy.ts';
import { signPolicy } from '../../core/policy/sign.ts';
import { addCommand } from '../command.ts';
import { readDocument, requireFree, writeNew } from '../file.ts';
import { readSigningKeys } from '../key-folder.ts';
import { ofFile } from '../of-file.ts';

interface Options {
  key: string;
  out: string;
}

/** `scrutineer policy sign`: signs a threshold policy with every root key. */
export function addPolicySign(parent: Command): void {
  addCommand<Options>(parent, {
    signature: 'sign <spec>',
    description: 'sign a threshold policy with the root keys',
    example: 'policy sign policy-spec.json --key keys/root --out policy-1.dsse.json',
    more: 'SPEC is told in docs/formats/authority-files.md.',
    configure: (it) =>
      it
        .requiredOption('--key <path>', 'the root keys: a key folder or one PEM file; each of them signs')
        .requiredOption('--out <file>', 'the signed policy (.dsse.json) to write'),
    act: async ([spec = ''], options) => {
      requireFree(options.out);
      const predicate = ofFile(spec, () => parseStrictJson(readDocument(spec)));
      const policy = ofFile(spec, () => {
        const parsed = parsePolicy(predicate);
        parseBanner(parsed.marking);
        return parsed;
      });
      const unread = isJsonObject(predicate) ? Object.keys(predicate).find((name) => !Object.hasOwn(policy, name)) : '';
      if (unread !== undefined) {
        // A reader passes it over; so a misspelt field would take effect nowhere and be signed all the same.
        throw new Refusal('input.invalid', 'The policy has a field that no reader knows.', {
          where: `${spec}: ${unread}`,
          remedy: 'docs/formats/threshold-policy.md tells every field. Remarks go into "notes".',
        });
      }
      const keys = readSigningKeys(options.key);
      try {
        const signed = signPolicy(predicate, keys);
        const digest = sha384(parseEnvelope(signed).payload);
        writeNew(options.out, signed, 0o644);
        const { policyId, version } = policy;
        return {
          value: { file: options.out, policyId, version, digest },
          words(console) {
            console.say(`Signed policy ${policyId}, version ${version}, in ${options.out}`);
            console.say(`Digest: ${digest}`);
          },
        };
      } finally {
        for (const key of keys) key.wipe();
      }
    },
  });
}
