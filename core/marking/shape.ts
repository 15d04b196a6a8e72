/** Levels from low to high. RESTRICTED exists only in markings of other governments and of NATO. */
export const LEVELS = ['UNCLASSIFIED', 'RESTRICTED', 'CONFIDENTIAL', 'SECRET', 'TOP SECRET'] as const;
export type Level = (typeof LEVELS)[number];

/** Who classified: the United States, another government (no owners: its name is concealed), NATO, or several jointly. */
export type Classification =
  | { readonly system: 'us'; readonly level: Level }
  | { readonly system: 'foreign'; readonly owners: readonly string[]; readonly level: Level }
  | { readonly system: 'nato'; readonly level: Level }
  | { readonly system: 'joint'; readonly owners: readonly string[]; readonly level: Level };

export interface Compartment {
  readonly name: string;
  readonly subs: readonly string[];
}

/** An SCI control system or a special access program, with its compartments and their sub-compartments. */
export interface Controlled {
  readonly name: string;
  readonly compartments: readonly Compartment[];
}

/** Atomic Energy Act information. */
export type AeaControl =
  | { readonly kind: 'RD'; readonly cnwdi: boolean; readonly sigmas: readonly number[] }
  | { readonly kind: 'FRD'; readonly sigmas: readonly number[] }
  | { readonly kind: 'DOD UCNI' }
  | { readonly kind: 'DOE UCNI' }
  | { readonly kind: 'TFNI' };

/** Controlled unclassified information: its categories, Specified ones without their `SP-`. */
export interface Cui {
  readonly word: 'CUI' | 'CONTROLLED';
  readonly specified: readonly string[];
  readonly basic: readonly string[];
}

/** Dissemination controls that carry no list, by their banner abbreviation. */
export type Control =
  | 'RSEN'
  | 'FOUO'
  | 'ORCON'
  | 'ORCON-USGOV'
  | 'IMCON'
  | 'NOFORN'
  | 'PROPIN'
  | 'RELIDO'
  | 'DEA SENSITIVE'
  | 'FISA'
  | 'DL ONLY'
  | 'FED ONLY'
  | 'FEDCON'
  | 'NOCON';

/** Non-intelligence-community controls, by their banner abbreviation. */
export type NonIcControl = 'LIMDIS' | 'EXDIS' | 'NODIS' | 'SBU' | 'SBU NOFORN' | 'LES' | 'LES NOFORN' | 'SSI';

/**
 * A parsed marking, the same shape for a banner line and for a portion mark. Every list is in the order in which it is
 * written. Empty lists and nulls stand for categories that are absent.
 */
export interface Marking {
  readonly classification: Classification;
  readonly sci: readonly Controlled[];
  readonly sap: readonly Controlled[];
  readonly aea: readonly AeaControl[];
  /** Governments whose information a US marking holds; an empty list is the concealed `FGI`. */
  readonly fgi: readonly string[] | null;
  readonly cui: Cui | null;
  /** In the register's order, also where a CUI marking writes them alphabetically. */
  readonly controls: readonly Control[];
  /** The REL TO list, USA first. */
  readonly relTo: readonly string[] | null;
  /** True for the portion mark `REL`, whose list is the banner's. */
  readonly relToAsBanner: boolean;
  readonly displayOnly: readonly string[] | null;
  readonly nonIc: readonly NonIcControl[];
}

/** @returns the level's place from 0 (UNCLASSIFIED) to 4 (TOP SECRET). */
export function levelRank(level: Level): number {
  return LEVELS.indexOf(level);
}

/** @returns true where the level is above UNCLASSIFIED. */
export function isClassified(marking: Marking): boolean {
  return marking.classification.level !== 'UNCLASSIFIED';
}

/** @returns a US marking of this level that holds nothing else. */
export function plainMarking(level: Level): Marking {
  return {
    classification: { system: 'us', level },
    sci: [],
    sap: [],
    aea: [],
    fgi: null,
    cui: null,
    controls: [],
    relTo: null,
    relToAsBanner: false,
    displayOnly: null,
    nonIc: [],
  };
}
