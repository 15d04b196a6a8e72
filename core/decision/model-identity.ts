import { z } from 'zod';
import type { Sha384 } from '../brand.ts';
import { sha384 } from '../crypto/digest.ts';
import { canonicalJson } from '../json/canonical.ts';
import { lineSchema } from './text.ts';

/** The model version a decision is about, in the developer's own words. */
export interface ModelIdentity {
  readonly developer: string;
  readonly model: string;
  readonly version: string;
}

export const modelIdentitySchema = z.object({ developer: lineSchema, model: lineSchema, version: lineSchema });

/**
 * The digest that stands for a model version as an in-toto subject. It names the version; it does not hash weights,
 * which the desk never sees.
 * @returns SHA-384 over RFC 8785 of `{developer, model, version}`, exactly these three members
 */
export function modelIdentityDigest(identity: ModelIdentity): Sha384 {
  const { developer, model, version } = identity;
  return sha384(canonicalJson({ developer, model, version }));
}

/** @returns whether two identities name the same model version. */
export function sameModel(one: ModelIdentity, other: ModelIdentity): boolean {
  return one.developer === other.developer && one.model === other.model && one.version === other.version;
}
