import type { Command } from 'commander';
import { sha384 } from '../../core/crypto/digest.ts';
import { fingerprintWords } from '../../core/crypto/fingerprint.ts';
import { parseEnvelope } from '../../core/envelope/dsse.ts';
import { PREDICATE } from '../../core/envelope/predicate-types.ts';
import { statementOf } from '../../core/envelope/statement.ts';
import { Refusal } from '../../core/failure.ts';
import { readRoster } from '../../core/identity/read-roster.ts';
import { parseRoster, type Roster, type RosterKey } from '../../core/identity/roster.ts';
import { addCommand, instantOption } from '../command.ts';
import type { Console } from '../console.ts';
import { readDocument } from '../file.ts';
import { momentOf } from '../moment.ts';
import { firstFailure } from '../outcome.ts';
import { readRootKeys } from '../root-keys.ts';

interface Options {
  root?: string;
  at?: string;
}

/** `scrutineer roster show`: shows a signed roster, and checks it where the root's keys are given. */
export function addRosterShow(parent: Command): void {
  addCommand<Options>(parent, {
    signature: 'show <file>',
    description: "show a roster; with --root, check it against the root's keys",
    example: 'roster show roster-1.dsse.json --root root.pem',
    configure: (it) =>
      it
        .option('--root <path>', "the roster root's public keys (PEM)")
        .option('--at <time>', 'check as of this time instead of now', instantOption),
    act: async ([file = ''], options) => {
      const bytes = readDocument(file);
      const envelope = parseEnvelope(bytes);
      const statement = statementOf(envelope);
      if (statement.predicateType !== PREDICATE.roster) {
        throw new Refusal('roster.shape', 'This is a signed document of another kind, not a roster.', {
          where: file,
          remedy: 'scrutineer verify reads every kind.',
        });
      }
      const roster = readRoster(statement.predicate);
      const digest = sha384(envelope.payload);
      const steps =
        options.root === undefined
          ? undefined
          : parseRoster(bytes, readRootKeys(options.root), momentOf(options.at)).steps;
      const refused = steps && firstFailure(steps);
      return {
        value: {
          checked: steps !== undefined,
          ok: steps === undefined ? null : refused === undefined,
          steps: steps ?? [],
          digest,
          roster: statement.predicate,
        },
        refused,
        words(console) {
          if (steps === undefined) console.say('NOT CHECKED: no --root was given, so anybody may have written this.');
          else console.steps(steps);
          showRoster(roster, digest, console);
        },
      };
    },
  });
}

function showRoster(roster: Roster, digest: string, console: Console): void {
  console.heading(`Roster ${roster.rosterId}, issue ${roster.sequence}, of ${roster.organization}`);
  console.say(`  issued ${roster.issuedAt}, valid until ${roster.validUntil ?? 'a later issue'}`);
  console.say(`  digest ${digest}`);
  console.heading('Persons');
  console.table(
    ['id', 'name', 'organization', 'agency', 'roles', 'limits'],
    roster.persons.map((person) => [
      person.personId,
      person.name,
      person.organization,
      person.agency ?? '-',
      person.roles.join(', '),
      limitsOf(person),
    ]),
  );
  console.heading('Producers');
  console.table(
    ['id', 'name', 'organization', 'limits'],
    roster.producers.map((one) => [one.producerId, one.name, one.organization, limitsOf(one)]),
  );
  console.heading('Fingerprints, to be compared by voice');
  for (const person of roster.persons) showKeys(person.personId, person.keys, console);
  for (const producer of roster.producers) showKeys(producer.producerId, producer.keys, console);
}

function showKeys(id: string, keys: readonly RosterKey[], console: Console): void {
  for (const key of keys) {
    const limits = limitsOf(key);
    console.say(
      `  ${id.padEnd(16)} ${key.algorithm.padEnd(10)} ${fingerprintWords(key.keyId)}${limits === '-' ? '' : ` (${limits})`}`,
    );
  }
}

function limitsOf({ notBefore, notAfter, revokedAt }: Pick<RosterKey, 'notBefore' | 'notAfter' | 'revokedAt'>): string {
  const limits = [
    ...(notBefore === undefined ? [] : [`from ${notBefore}`]),
    ...(notAfter === undefined ? [] : [`until ${notAfter}`]),
    ...(revokedAt === undefined ? [] : [`revoked ${revokedAt}`]),
  ];
  return limits.join(', ') || '-';
}
