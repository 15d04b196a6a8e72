import type { BundleFinding } from '../core/bundle/read-member.ts';

/** Who found what the program finds by itself. */
export const FOUND_BY_PROGRAM = 'scrutineer';

/** @returns where a finding was seen, in one line: the bundle's member, and the place inside it where there is one. */
export function findingPlace({ member, place }: Pick<BundleFinding, 'member' | 'place'>): string {
  return place === null ? member : `${member}: ${place}`;
}
