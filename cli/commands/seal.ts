import type { Command } from 'commander';
import { asProducerId } from '../../core/brand.ts';
import { type Manifest, newBundleId, parseManifest } from '../../core/bundle/manifest.ts';
import { requireMarking } from '../../core/bundle/marking-rule.ts';
import { type SealedBundle, type SealMember, sealBundle } from '../../core/bundle/seal.ts';
import { type ClosableSource, fileSource } from '../../core/bytes/source.ts';
import { isRefusal, Refusal } from '../../core/failure.ts';
import { toInstant } from '../../core/instant.ts';
import { type CaseFile, readCaseFile } from '../case-file.ts';
import { addCommand } from '../command.ts';
import type { Console } from '../console.ts';
import { requireFree, startOutput } from '../file.ts';
import { interruption } from '../interruption.ts';
import { readSigningKeys } from '../key-folder.ts';
import { memberRole } from '../member-role.ts';
import { readRecipients } from '../recipients.ts';
import { gatherInputs, type SealInput } from '../seal-inputs.ts';
import { countText, shortDigest, sizeText } from '../value-text.ts';

interface Options {
  case: string;
  key: string;
  to: string[];
  out: string;
}

/** `scrutineer seal`: seals logs, score tables and attachments into one signed bundle for a review desk. */
export function addSealCommand(root: Command): void {
  addCommand<Options>(root, {
    signature: 'seal <input...>',
    description: 'seal logs, score tables and other files into one signed bundle',
    example: 'seal --case case.json --key keys/lab --to desk.card.dsse.json --out candidate-1.seb logs/',
    more: 'CASE.json is told in docs/formats/case-file.md. After --to comes another option, or -- before the inputs.',
    configure: (it) =>
      it
        .requiredOption('--case <file>', 'what the bundle is about (CASE.json)')
        .requiredOption('--key <path>', 'the signing keys: a key folder or one PEM file')
        .requiredOption('--to <recipient...>', 'identity cards, age recipients (age1…) or files of them')
        .requiredOption('--out <file>', 'the sealed bundle (.seb) to write'),
    act: async (inputs, options, console) => {
      requireFree(options.out);
      const about = readCaseFile(options.case);
      const recipients = readRecipients(options.to);
      const gathered = gatherInputs(inputs);
      requireNotesUsed(about, gathered, options.case);
      const sources: ClosableSource[] = [];
      const keys = readSigningKeys(options.key);
      try {
        const members: SealMember[] = [];
        for (const input of gathered) {
          const source = await fileSource(input.path);
          sources.push(source);
          members.push(await memberOf(input, source, about));
        }
        const manifest = manifestOf(about, options.case);
        requireSound(manifest, members, options.case);
        const sealed = await write(options.out, (bytes) =>
          sealBundle({
            manifest,
            members,
            keys,
            recipients,
            write: bytes,
            signal: interruption(),
            onProgress: (done, total) => console.progress('hash and seal', done, total),
          }),
        );
        return answerOf(options.out, sealed, recipients);
      } finally {
        for (const key of keys) key.wipe();
        for (const source of sources) await source.close();
      }
    },
  });
}

/** A note for an input that is not there is a misspelt name, and would leave a marking out. */
function requireNotesUsed({ members }: CaseFile, inputs: readonly SealInput[], where: string): void {
  const unused = Object.keys(members).find((name) => !inputs.some((input) => input.name === name));
  if (unused === undefined) return;
  throw new Refusal('input.invalid', 'The case file tells of an input that was not given.', {
    where: `${where}: members.${unused}`,
    remedy: 'A file is called by its base name, and a file of a folder by its path inside the folder.',
  });
}

async function memberOf(input: SealInput, source: ClosableSource, about: CaseFile): Promise<SealMember> {
  const note = about.members[input.name];
  try {
    const role = note?.role ?? (await memberRole(input.name, source, interruption()));
    return {
      name: note?.name ?? input.name,
      role,
      marking: note?.marking ?? about.marking,
      source,
      ...(note?.mediaType === undefined ? {} : { mediaType: note.mediaType }),
    };
  } catch (cause) {
    if (!isRefusal(cause) || cause.code === 'cancelled') throw cause;
    throw new Refusal(cause.code, `An input cannot be read, and the desk would refuse it. ${cause.message}`, {
      where: [input.path, cause.where].filter((part) => part !== undefined).join(': '),
      remedy: 'Repair the file, or give it the role "attachment" in the case file.',
      cause,
    });
  }
}

function manifestOf(about: CaseFile, where: string): Omit<Manifest, 'members'> {
  const producerId = asProducerId(about.producerId);
  if (producerId === undefined) {
    throw new Refusal('input.invalid', "This is no producer's id.", {
      where: `${where}: producerId`,
      remedy: "Give the id under which the desk's roster names you.",
    });
  }
  const { developer, model, version, role, caseKey } = about;
  // The other fields are read by the manifest's own parser, in `requireSound`, before anything is made of them.
  return {
    bundleId: newBundleId(),
    producerId,
    sequence: about.sequence,
    createdAt: toInstant(Date.now()),
    marking: about.marking,
    case: { developer, model, version, role, caseKey },
    ...(about.accessWindow === undefined ? {} : { accessWindow: about.accessWindow }),
    ...(about.previous === undefined ? {} : { previous: about.previous }),
  } as Omit<Manifest, 'members'>;
}

/** Reads the manifest as the receiver will, before hours are spent on hashing; only the digests are not known yet. */
function requireSound(manifest: Omit<Manifest, 'members'>, members: readonly SealMember[], where: string): void {
  const told = members.map(({ source, ...member }) => ({
    ...member,
    size: source.size,
    digest: { sha384: '0'.repeat(96) },
  }));
  try {
    requireMarking(parseManifest({ ...manifest, members: told }));
  } catch (cause) {
    if (!isRefusal(cause)) throw cause;
    throw new Refusal(cause.code, cause.message, {
      where: cause.where === undefined ? where : `${where} (${cause.where})`,
      remedy: 'Correct the case file; docs/formats/case-file.md tells every field. A member is renamed there, too.',
      cause,
    });
  }
}

async function write(
  path: string,
  work: (bytes: (bytes: Uint8Array) => void) => Promise<SealedBundle>,
): Promise<SealedBundle> {
  const output = startOutput(path, 0o644);
  try {
    const sealed = await work((bytes) => output.write(bytes));
    output.finish();
    return sealed;
  } finally {
    output.abandon();
  }
}

function answerOf(file: string, sealed: SealedBundle, recipients: readonly string[]) {
  const { manifest, manifestDigest, sealedDigest, size } = sealed;
  return {
    value: {
      file,
      size,
      sealedDigest,
      bundleId: manifest.bundleId,
      sequence: manifest.sequence,
      /** What the next bundle's `previous.digest` names. */
      manifestDigest,
      recipients,
      members: manifest.members,
    },
    words(console: Console) {
      console.say(
        `Sealed ${file}, ${sizeText(size)}, marked ${manifest.marking}, for ${countText(recipients.length, 'recipient')}.`,
      );
      console.table(
        ['member', 'role', 'marking', 'bytes', 'SHA-384'],
        manifest.members.map(({ name, role, marking, size: bytes, digest }) => [
          name,
          role,
          marking,
          String(bytes),
          shortDigest(digest.sha384),
        ]),
      );
      console.say(`SHA-384 of the sealed file: ${sealedDigest}`);
      console.say(`The next bundle's "previous": {"sequence": ${manifest.sequence}, "digest": "${manifestDigest}"}`);
    },
  };
}
