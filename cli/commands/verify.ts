import type { Command } from 'commander';
import { fileSource } from '../../core/bytes/source.ts';
import { Sha384Stream, sha384 } from '../../core/crypto/digest.ts';
import type { PublicKey } from '../../core/crypto/public-key.ts';
import { personKeys, producerKeys } from '../../core/decision/opening.ts';
import { type NamedKey, opensslCommands } from '../../core/decision/openssl-commands.ts';
import { type VerifiedSigned, verifyAny } from '../../core/decision/verify-signed.ts';
import { parseEnvelope } from '../../core/envelope/dsse.ts';
import { isRefusal, Refusal } from '../../core/failure.ts';
import { parseCard } from '../../core/identity/card.ts';
import { parseRoster } from '../../core/identity/roster.ts';
import { parseBanner } from '../../core/marking/marking.ts';
import { addCommand, gather, instantOption } from '../command.ts';
import type { Console } from '../console.ts';
import { readDocument } from '../file.ts';
import { momentOf } from '../moment.ts';
import { firstFailure, UsageFault } from '../outcome.ts';
import { readRootKeys } from '../root-keys.ts';

interface Options {
  roster?: string;
  root: string;
  policy?: string;
  assessment?: string;
  bundle?: readonly string[];
  concurrence?: readonly string[];
  decision?: string;
  ceiling?: string;
  at?: string;
  openssl?: boolean;
}

/** `scrutineer verify`: checks a signed file of any kind, with what lies beside it. */
export function addVerifyCommand(root: Command): void {
  addCommand<Options>(root, {
    signature: 'verify <file>',
    description:
      'check a signed file of any kind: decision, notice, concurrence, policy, roster, card, checkpoint or manifest',
    example:
      'verify meridian-4.decision.dsse.json --roster roster.dsse.json --root root.pem --concurrence carl.concurrence.dsse.json',
    more: 'For a roster or a policy --roster may be left out: the root alone signs them.',
    configure: (it) =>
      it
        .option('--roster <file>', 'the signed roster that the document names, or a later one')
        .requiredOption('--root <path>', "the roster root's public keys (PEM)")
        .option('--policy <file>', 'the policy that a decision names')
        .option('--assessment <file>', 'the assessment that a decision names')
        .option('--bundle <file>', 'a sealed bundle that a decision names; may stand several times', gather)
        .option('--concurrence <file>', 'a position on the decision; may stand several times', gather)
        .option('--decision <file>', 'the decision that a notice or a concurrence belongs to')
        .option('--ceiling <banner>', 'the highest marking that a notice may have')
        .option('--at <time>', 'check as of this time instead of now', instantOption)
        .option('--openssl', 'answer with a script for sh that checks every signature with stock tools'),
    act: async ([file = ''], options) => {
      const bytes = readDocument(file);
      const rootKeys = readRootKeys(options.root);
      const at = momentOf(options.at);
      const roster = options.roster === undefined ? undefined : readDocument(options.roster);
      const { policy, assessment, decision, ceiling } = options;
      const verified = verifyAny(bytes, {
        root: rootKeys,
        // Where the document is a roster it is its own; where it needs one and has none, that is said below.
        roster: roster ?? bytes,
        at,
        concurrences: (options.concurrence ?? []).map(readDocument),
        bundles: await Promise.all(
          (options.bundle ?? []).map(async (name) => ({ name, digest: await digestOf(name) })),
        ),
        ...(policy === undefined ? {} : { policy: readDocument(policy) }),
        ...(assessment === undefined ? {} : { assessment: readDocument(assessment) }),
        ...(decision === undefined ? {} : { decision: readDocument(decision) }),
        ...(ceiling === undefined ? {} : { ceiling: parseBanner(ceiling) }),
      });
      const { kind } = verified;
      if (roster === undefined && kind !== undefined && kind !== 'roster' && kind !== 'policy') {
        throw new UsageFault(`To check a ${kind}, give the roster with --roster.`);
      }
      const keys: NamedKey[] = [
        ...rootKeys.map((key): NamedKey => ({ owner: 'root', key })),
        ...rosterKeys(roster ?? bytes, rootKeys, at),
        ...cardKeys(bytes),
      ];
      const openssl = options.openssl ? commandsOf(file, bytes, keys) : undefined;
      return {
        value: {
          ok: verified.ok,
          kind: kind ?? null,
          digest: digestOfPayload(bytes),
          steps: verified.steps,
          statement: verified.statement ?? null,
          ...(openssl === undefined ? {} : { openssl }),
        },
        refused: firstFailure(verified.steps),
        words(console) {
          if (openssl === undefined) return showVerified(console, file, verified);
          // The whole answer is a script; in a subshell, so that a signature that fails ends no terminal it is pasted into.
          console.asComments(() => showVerified(console, file, verified));
          console.say(`(\n${openssl.trimEnd()}\n)`);
        },
      };
    },
  });
}

/** SHA-384 of a file of any size. */
async function digestOf(path: string) {
  const source = await fileSource(path);
  try {
    const hash = new Sha384Stream();
    const piece = 1 << 20;
    for (let at = 0; at < source.size; at += piece)
      hash.update(await source.read(at, Math.min(piece, source.size - at)));
    return hash.digest();
  } finally {
    await source.close();
  }
}

function digestOfPayload(bytes: Uint8Array): string | null {
  return quietly(() => sha384(parseEnvelope(bytes).payload)) ?? null;
}

function rosterKeys(bytes: Uint8Array, rootKeys: readonly PublicKey[], at: ReturnType<typeof momentOf>): NamedKey[] {
  const { roster } = parseRoster(bytes, rootKeys, at);
  return roster === undefined ? [] : [...personKeys(roster), ...producerKeys(roster)];
}

/** An identity card signs itself. */
function cardKeys(bytes: Uint8Array): NamedKey[] {
  return quietly(() => parseCard(bytes).keys.map((key): NamedKey => ({ owner: 'card', key }))) ?? [];
}

function commandsOf(file: string, bytes: Uint8Array, keys: readonly NamedKey[]): string {
  const commands = quietly(() => opensslCommands(file, parseEnvelope(bytes), keys));
  if (commands !== undefined) return commands;
  throw new Refusal('envelope.malformed', 'The file is no signed envelope, so stock tools have nothing to check.', {
    where: file,
  });
}

/** @returns what the work gives, or undefined where it refuses: the checklist tells that in its own words. */
function quietly<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch (error) {
    if (isRefusal(error)) return undefined;
    throw error;
  }
}

function showVerified(console: Console, file: string, verified: VerifiedSigned): void {
  const { ok, kind, steps, statement } = verified;
  console.say(`${file}: ${kind ?? 'no signed document of ours'}`);
  console.steps(steps);
  if (statement !== undefined) {
    console.heading(ok ? 'What was signed' : 'What the file says; it is not to be relied on');
    console.say(JSON.stringify(statement, null, 2));
  }
}
