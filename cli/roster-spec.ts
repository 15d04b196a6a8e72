import { dirname, resolve } from 'node:path';
import { z } from 'zod';
import { SIGNATURE_ALGORITHMS } from '../core/crypto/algorithm.ts';
import { Refusal } from '../core/failure.ts';
import { type Card, parseCard } from '../core/identity/card.ts';
import { keyRecordOf } from '../core/identity/key-record.ts';
import { ROLES } from '../core/identity/role.ts';
import { toInstant } from '../core/instant.ts';
import { readDocument } from './file.ts';
import { ofFile } from './of-file.ts';
import { readStrict } from './strict-shape.ts';

// docs/formats/authority-files.md tells every field. The values are checked with the roster that is made of them.
const times = {
  notBefore: z.string().optional(),
  notAfter: z.string().optional(),
  revokedAt: z.string().optional(),
};
const holder = {
  /** An identity card, by its path from the specification's own folder. */
  card: z.string().optional(),
  keys: z
    .array(z.strictObject({ algorithm: z.string(), publicKey: z.string(), keyId: z.string(), ...times }))
    .optional(),
  name: z.string().optional(),
  organization: z.string().optional(),
  requiredAlgorithms: z.array(z.enum(SIGNATURE_ALGORITHMS)).optional(),
  ...times,
};
const shape = z.strictObject({
  rosterId: z.string(),
  sequence: z.int().positive(),
  issuedAt: z.string().optional(),
  validUntil: z.string().optional(),
  organization: z.string(),
  previous: z.string().optional(),
  persons: z
    .array(
      z.strictObject({
        personId: z.string(),
        roles: z.array(z.enum(ROLES)),
        agency: z.string().optional(),
        ageRecipients: z.array(z.string()).optional(),
        ...holder,
      }),
    )
    .default([]),
  producers: z.array(z.strictObject({ producerId: z.string(), ...holder })).default([]),
});

type Holder = Pick<z.infer<typeof shape>['producers'][number], keyof typeof holder>;

/**
 * Reads what a roster authority writes, and fills in what identity cards and the clock tell.
 * @param now milliseconds since 1970, for `issuedAt` where it is left out
 * @returns the roster as `signRoster` takes it
 * @throws Refusal `input.invalid` naming the field, `input.missing`, `card.*`
 */
export function readRosterSpec(path: string, now: number): object {
  const { persons, producers, issuedAt, ...rest } = readStrict(path, shape, 'authority-files.md');
  return {
    ...rest,
    issuedAt: issuedAt ?? toInstant(now),
    persons: persons.map(({ card: cardPath, ...person }) => {
      const card = readCard(path, cardPath);
      const ageRecipients = person.ageRecipients ?? card?.ageRecipients;
      return { ...person, ...heldBy(person, card, person.personId), ...(ageRecipients ? { ageRecipients } : {}) };
    }),
    producers: producers.map(({ card: cardPath, ...producer }) => ({
      ...producer,
      ...heldBy(producer, readCard(path, cardPath), producer.producerId),
    })),
  };
}

function readCard(spec: string, card: string | undefined): Card | undefined {
  if (card === undefined) return undefined;
  const path = resolve(dirname(spec), card);
  return ofFile(path, () => parseCard(readDocument(path)));
}

function heldBy(given: Omit<Holder, 'card'>, card: Card | undefined, id: string): object {
  if ((given.keys === undefined) === (card === undefined)) {
    throw new Refusal('input.invalid', 'An entry takes its keys either from a card or from "keys".', {
      where: id,
      remedy: 'Give the path of the identity card as "card", or the key records as "keys".',
    });
  }
  const keys = given.keys ?? card?.keys.map(keyRecordOf) ?? [];
  return {
    name: given.name ?? card?.name,
    organization: given.organization ?? card?.organization,
    keys,
    // Whoever holds two keys signs with both, unless the authority says that one is enough.
    requiredAlgorithms: given.requiredAlgorithms ?? [...new Set(keys.map(({ algorithm }) => algorithm))],
  };
}
