import { z } from 'zod';
import { asPersonId, asProducerId, asSha384, type PersonId, type ProducerId, type Sha384 } from '../brand.ts';
import { ageRecipientKind } from '../crypto/age/identity.ts';
import { SIGNATURE_ALGORITHMS } from '../crypto/algorithm.ts';
import { keyRecordShape } from './key-record.ts';
import { instantShape, nameShape } from './plain-text.ts';
import { ROLES } from './role.ts';

// The shape of roster/v1 as it is written. Fields that are not here are ignored.

const validity = {
  notBefore: instantShape.optional(),
  notAfter: instantShape.optional(),
  revokedAt: instantShape.optional(),
};

const keyShape = keyRecordShape.extend(validity);

const distinct = (items: readonly unknown[]): boolean => new Set(items).size === items.length;

const holder = {
  name: nameShape,
  organization: nameShape,
  keys: z.array(keyShape).min(1).max(8),
  requiredAlgorithms: z.array(z.enum(SIGNATURE_ALGORITHMS)).min(1).refine(distinct, 'must not repeat'),
  ...validity,
};

const personShape = z.object({
  personId: z.custom<PersonId>(
    (value) => typeof value === 'string' && asPersonId(value) !== undefined,
    'must be a person id: lower-case letters, digits, dot, dash, underscore',
  ),
  ...holder,
  agency: nameShape.optional(),
  roles: z.array(z.enum(ROLES)).min(1).refine(distinct, 'must not repeat'),
  ageRecipients: z
    .array(z.string().refine((text) => ageRecipientKind(text) !== undefined, 'must be an age recipient'))
    .max(8)
    .optional(),
});

const producerShape = z.object({
  producerId: z.custom<ProducerId>(
    (value) => typeof value === 'string' && asProducerId(value) !== undefined,
    'must be a producer id: lower-case letters, digits, dot, dash, underscore',
  ),
  ...holder,
});

export const rosterShape = z.object({
  rosterId: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._:-]{0,127}$/, 'must be an id without spaces'),
  sequence: z.int().positive(),
  issuedAt: instantShape,
  validUntil: instantShape.optional(),
  organization: nameShape,
  persons: z.array(personShape).max(10_000),
  producers: z.array(producerShape).max(10_000),
  previous: z
    .custom<Sha384>((value) => typeof value === 'string' && asSha384(value) !== undefined, 'must be a SHA-384 digest')
    .optional(),
});

/** A roster as it is written in JSON: what `scrutineer roster sign` takes. */
export type RosterDocument = z.infer<typeof rosterShape>;
