import { PUBLISHED_VOCABULARY, type Vocabulary } from './vocabulary.ts';

export const PROFILE_NAMES = ['IC', 'DoD'] as const;
export type ProfileName = (typeof PROFILE_NAMES)[number];

/** The widest profile: it admits every marking that another admits, so whoever only reads what was signed reads by it. */
export const READING_PROFILE: ProfileName = 'IC';

/**
 * The points on which the published rule books disagree, as data. A site makes its own by copying one and changing it,
 * for instance with a vocabulary of its own.
 */
export interface Profile {
  readonly name: string;
  /** May an unclassified marking hold NOFORN? (ICM appendix J: yes; DoDM 5200.01-V2 rule 2.c: CONFIDENTIAL and up.) */
  readonly unclassifiedNoforn: boolean;
  /** Must every marking with SCI say how it may be released? (DoDM 5200.01-V2 6.c.) */
  readonly sciNeedsRelease: boolean;
  /** May a classified banner name CUI? (NARA handbook: yes; DoDI 5200.48: no.) */
  readonly cuiInClassifiedBanner: boolean;
  /** May a CUI banner hold categories and limited dissemination controls? (NARA: yes; DoD: they stand in the block.) */
  readonly cuiDetailInBanner: boolean;
  readonly vocabulary: Vocabulary;
}

export const PROFILES: Readonly<Record<ProfileName, Profile>> = {
  IC: {
    name: 'IC',
    unclassifiedNoforn: true,
    sciNeedsRelease: false,
    cuiInClassifiedBanner: true,
    cuiDetailInBanner: true,
    vocabulary: PUBLISHED_VOCABULARY,
  },
  DoD: {
    name: 'DoD',
    unclassifiedNoforn: false,
    sciNeedsRelease: true,
    cuiInClassifiedBanner: false,
    cuiDetailInBanner: false,
    vocabulary: PUBLISHED_VOCABULARY,
  },
};

/** @returns the profile of that name, or the profile itself. */
export function profileOf(profile: ProfileName | Profile): Profile {
  return typeof profile === 'string' ? PROFILES[profile] : profile;
}
