import { type Command, Option } from 'commander';
import { ageIdentityFrom, generateAgeIdentity } from '../../core/crypto/age/identity.ts';
import { fingerprintWords } from '../../core/crypto/fingerprint.ts';
import { generatePrivateKey } from '../../core/crypto/private-key.ts';
import { Refusal } from '../../core/failure.ts';
import { makeCard } from '../../core/identity/card.ts';
import { toInstant } from '../../core/instant.ts';
import { addCommand } from '../command.ts';
import { readAgeIdentities, readSigningKeys, writeKeyFolder } from '../key-folder.ts';

interface Options {
  name: string;
  org: string;
  out: string;
  kind: 'person' | 'producer' | 'desk';
  pq?: boolean;
  signingKey?: string;
  ageIdentity?: string;
}

/** `scrutineer keygen`: makes (or takes) signing keys and an age identity, and the identity card that shows them. */
export function addKeygenCommand(root: Command): void {
  addCommand<Options>(root, {
    signature: 'keygen',
    description:
      'make signing keys, an age identity and an identity card for a producer, a roster authority, a person or a desk without a vault',
    example: 'keygen --name "Harbour Lab" --org "Harbour Lab" --out keys/lab',
    configure: (it) =>
      it
        .requiredOption('--name <name>', 'who the keys belong to')
        .requiredOption('--org <organization>', 'the organization')
        .requiredOption('--out <folder>', 'where the key folder is made')
        .addOption(
          new Option('--kind <kind>', 'whose card it is').choices(['person', 'producer', 'desk']).default('producer'),
        )
        .option('--pq', 'add an ML-DSA-87 signing key and a hybrid (ML-KEM-768) age identity')
        .option(
          '--signing-key <path>',
          'take this private key (a PEM as from openssl genpkey, or a folder of them) instead of making one',
        )
        .option('--age-identity <file>', 'take this age identity (as from age-keygen) instead of making one'),
    act: async (_args, options) => {
      const { kind } = options;
      const keys =
        options.signingKey === undefined ? [generatePrivateKey('ed25519')] : readSigningKeys(options.signingKey);
      try {
        if (new Set(keys.map(({ algorithm }) => algorithm)).size !== keys.length) {
          throw new Refusal('input.invalid', 'There are two signing keys of one algorithm; a card takes one of each.', {
            remedy: 'Give the file of the key that is meant.',
            ...(options.signingKey === undefined ? {} : { where: options.signingKey }),
          });
        }
        if (options.pq && !keys.some((key) => key.algorithm === 'ml-dsa-87'))
          keys.push(generatePrivateKey('ml-dsa-87'));
        const given = options.ageIdentity === undefined ? [] : await readAgeIdentities(options.ageIdentity);
        const age =
          given[0] === undefined
            ? await generateAgeIdentity(options.pq ? 'hybrid' : 'x25519')
            : await ageIdentityFrom(given[0].text);
        const createdAt = toInstant(Date.now());
        const card = makeCard(
          { name: options.name, organization: options.org, kind, ageRecipients: [age.recipient], createdAt },
          keys,
        );
        const files = writeKeyFolder(options.out, keys, age, card, createdAt);
        const fingerprints = keys.map(({ algorithm, publicKey }) => ({
          algorithm,
          keyId: publicKey.keyId,
          words: fingerprintWords(publicKey.keyId),
        }));
        return {
          value: {
            name: options.name,
            organization: options.org,
            kind,
            files,
            recipient: age.recipient,
            keys: fingerprints,
          },
          words(console) {
            console.say(`Keys of ${options.name} (${options.org}) are in ${options.out}:`);
            for (const file of [...files.privateKeys, files.ageIdentity]) console.say(`  secret  ${file}`);
            for (const file of [files.publicKeys, files.ageRecipient, files.card]) console.say(`  public  ${file}`);
            console.say('Read these fingerprints to whoever takes your card, over another channel:');
            for (const { algorithm, words } of fingerprints) console.say(`  ${algorithm.padEnd(10)} ${words}`);
          },
        };
      } finally {
        for (const key of keys) key.wipe();
      }
    },
  });
}
