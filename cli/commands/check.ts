import { type Command, Option } from 'commander';
import { hashInWorker } from '../../core/bundle/hash-lanes-worker.ts';
import { NOTHING_SEEN } from '../../core/bundle/seen.ts';
import { verifyBundle } from '../../core/bundle/verify.ts';
import { fileSource } from '../../core/bytes/source.ts';
import { requireRoster } from '../../core/identity/roster.ts';
import { parseBanner, renderBanner } from '../../core/marking/marking.ts';
import { PROFILE_NAMES, type ProfileName } from '../../core/marking/profile.ts';
import { addCommand, instantOption } from '../command.ts';
import { readDocument } from '../file.ts';
import { interruption } from '../interruption.ts';
import { readAgeIdentities } from '../key-folder.ts';
import { momentOf } from '../moment.ts';
import { ofFile } from '../of-file.ts';
import { firstFailure } from '../outcome.ts';
import { readRootKeys } from '../root-keys.ts';
import { showAllFindings } from '../show-findings.ts';

interface Options {
  identity: string;
  roster: string;
  root: string;
  ceiling: string;
  markingProfile: ProfileName;
  at?: string;
}

/**
 * Whoever checks without a desk has no workstation with a ceiling, and it is the desk that guards its own. So the one that
 * stands here when none is given admits what commonly comes, and the checklist names it.
 */
const WIDE_CEILING = 'TOP SECRET//SI/TK//ORCON/NOFORN';
/** From here on, hashing beside decryption is worth a thread of its own. */
const LARGE = 32 << 20;

/** `scrutineer check`: walks the whole checklist of a sealed bundle without a vault; nothing is stored. */
export function addCheckCommand(root: Command): void {
  addCommand<Options>(root, {
    signature: 'check <file>',
    description: 'walk the whole checklist of a sealed bundle; nothing is stored',
    example: 'check candidate-1.seb --identity keys/desk --roster roster.dsse.json --root root.pem',
    more: 'Nothing is remembered between checks, so replays and gaps in the sequence are found at the import alone.',
    configure: (it) =>
      it
        .requiredOption('--identity <path>', 'an age identity that it was sealed to (a file or a key folder)')
        .requiredOption('--roster <file>', 'the signed roster that names the producer')
        .requiredOption('--root <path>', "the roster root's public keys (PEM)")
        .option('--ceiling <banner>', 'the highest marking that the receiving workstation may hold', WIDE_CEILING)
        .addOption(
          new Option('--marking-profile <profile>', 'the rule book of the receiving workstation')
            .choices(PROFILE_NAMES)
            .default('IC'),
        )
        .option('--at <time>', 'check as of this time instead of now', instantOption),
    act: async ([file = ''], options, console) => {
      const at = momentOf(options.at);
      const profile = options.markingProfile;
      const ceiling = parseBanner(options.ceiling, profile);
      const identities = await readAgeIdentities(options.identity);
      const rootKeys = readRootKeys(options.root);
      const { roster } = ofFile(options.roster, () => requireRoster(readDocument(options.roster), rootKeys, at));
      const sealed = await fileSource(file);
      const lanes = sealed.size >= LARGE ? hashInWorker() : undefined;
      try {
        const verdict = await verifyBundle(sealed, {
          identities,
          roster,
          at,
          ceiling,
          profile,
          seen: NOTHING_SEEN,
          signal: interruption(),
          ...(lanes === undefined ? {} : { lanes }),
          onProgress: ({ step, done, total }) => console.progress(step, done, total),
        });
        verdict.open?.close();
        const { ok, steps, manifest, manifestDigest, sealedDigest, findings } = verdict;
        return {
          value: {
            ok,
            steps,
            manifest: manifest ?? null,
            manifestDigest: manifestDigest ?? null,
            findings,
            sealedDigest,
            ceiling: renderBanner(ceiling),
          },
          refused: ok ? undefined : firstFailure(steps),
          words(it) {
            it.say(`${file}, held against the ceiling ${renderBanner(ceiling)}`);
            it.steps(steps);
            showAllFindings(it, findings);
            if (manifest !== undefined) {
              const { developer, model, version, role } = manifest.case;
              it.say(
                `${developer} ${model} ${version} (${role}), bundle ${manifest.sequence} of ${manifest.producerId}`,
              );
            }
            it.say(`SHA-384 of the sealed file: ${sealedDigest}`);
          },
        };
      } finally {
        await lanes?.close();
        await sealed.close();
      }
    },
  });
}
