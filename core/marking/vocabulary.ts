import { z } from 'zod';
import { TETRAGRAPHS, TRIGRAPHS } from './countries.ts';
import type { Control, Level, NonIcControl } from './shape.ts';

/** A word's two written forms. */
export interface WordForms<Name extends string> {
  readonly name: Name;
  readonly banner: string;
  readonly portion: string;
}

export interface LevelForms extends WordForms<Level> {
  /** NATO has words of its own; RESTRICTED has no US form. */
  readonly nato: { readonly banner: string; readonly portion: string };
}

export const LEVEL_WORDS: readonly LevelForms[] = [
  { name: 'TOP SECRET', banner: 'TOP SECRET', portion: 'TS', nato: { banner: 'COSMIC TOP SECRET', portion: 'CTS' } },
  { name: 'SECRET', banner: 'SECRET', portion: 'S', nato: { banner: 'NATO SECRET', portion: 'NS' } },
  { name: 'CONFIDENTIAL', banner: 'CONFIDENTIAL', portion: 'C', nato: { banner: 'NATO CONFIDENTIAL', portion: 'NC' } },
  { name: 'RESTRICTED', banner: 'RESTRICTED', portion: 'R', nato: { banner: 'NATO RESTRICTED', portion: 'NR' } },
  { name: 'UNCLASSIFIED', banner: 'UNCLASSIFIED', portion: 'U', nato: { banner: 'NATO UNCLASSIFIED', portion: 'NU' } },
];

/** Where each dissemination control stands. REL TO and DISPLAY ONLY carry lists and are parsed apart. */
export type OrderedControl = Control | 'REL TO' | 'DISPLAY ONLY';

/** Dissemination controls in Register order (ICM table 4), then the four that only CUI knows. */
export const CONTROL_WORDS: readonly WordForms<OrderedControl>[] = [
  { name: 'RSEN', banner: 'RSEN', portion: 'RS' },
  { name: 'FOUO', banner: 'FOUO', portion: 'FOUO' },
  { name: 'ORCON', banner: 'ORCON', portion: 'OC' },
  { name: 'ORCON-USGOV', banner: 'ORCON-USGOV', portion: 'OC-USGOV' },
  { name: 'IMCON', banner: 'IMCON', portion: 'IMC' },
  { name: 'NOFORN', banner: 'NOFORN', portion: 'NF' },
  { name: 'PROPIN', banner: 'PROPIN', portion: 'PR' },
  { name: 'REL TO', banner: 'REL TO', portion: 'REL TO' },
  { name: 'RELIDO', banner: 'RELIDO', portion: 'RELIDO' },
  { name: 'DEA SENSITIVE', banner: 'DEA SENSITIVE', portion: 'DSEN' },
  { name: 'FISA', banner: 'FISA', portion: 'FISA' },
  { name: 'DISPLAY ONLY', banner: 'DISPLAY ONLY', portion: 'DISPLAY ONLY' },
  { name: 'DL ONLY', banner: 'DL ONLY', portion: 'DL ONLY' },
  { name: 'FED ONLY', banner: 'FED ONLY', portion: 'FED ONLY' },
  { name: 'FEDCON', banner: 'FEDCON', portion: 'FEDCON' },
  { name: 'NOCON', banner: 'NOCON', portion: 'NOCON' },
];

/** Limited dissemination controls that exist for CUI alone. */
export const CUI_ONLY_CONTROLS: readonly Control[] = ['DL ONLY', 'FED ONLY', 'FEDCON', 'NOCON'];

/** The limited dissemination controls a CUI marking may hold, in their alphabetical order (32 CFR 2002.20(b)(3)). */
export const CUI_CONTROL_ORDER: readonly OrderedControl[] = [
  'DISPLAY ONLY',
  'DL ONLY',
  'FED ONLY',
  'FEDCON',
  'NOCON',
  'NOFORN',
  'REL TO',
  'RELIDO',
];

/** Non-IC controls in Register order. */
export const NON_IC_WORDS: readonly WordForms<NonIcControl>[] = [
  { name: 'LIMDIS', banner: 'LIMDIS', portion: 'DS' },
  { name: 'EXDIS', banner: 'EXDIS', portion: 'XD' },
  { name: 'NODIS', banner: 'NODIS', portion: 'ND' },
  { name: 'SBU', banner: 'SBU', portion: 'SBU' },
  { name: 'SBU NOFORN', banner: 'SBU NOFORN', portion: 'SBU-NF' },
  { name: 'LES', banner: 'LES', portion: 'LES' },
  { name: 'LES NOFORN', banner: 'LES NOFORN', portion: 'LES-NF' },
  { name: 'SSI', banner: 'SSI', portion: 'SSI' },
];

const code = (pattern: RegExp) => z.string().regex(pattern);

/** Words that differ by site and year, so that they come as data: countries, organizations, SCI systems, CUI categories. */
export const vocabularySchema = z
  .object({
    trigraphs: z.array(code(/^[A-Z]{3}$/)).min(2),
    tetragraphs: z.array(code(/^[A-Z]{4}$/)),
    /** SCI systems by name. Numeric systems (two or three digits) are always known. */
    sci: z.record(
      code(/^[A-Z]{2,4}$/),
      z
        .object({
          /** The compartments there are, or null where any one to three letters or digits may stand. */
          compartments: z.array(code(/^[A-Z0-9]{1,6}$/)).nullable(),
          compartmentRequired: z.boolean(),
        })
        .strict(),
    ),
    /** The CUI categories there are, or null where any abbreviation of two to eight letters may stand. */
    cuiCategories: z.array(code(/^[A-Z]{2,8}$/)).nullable(),
  })
  .strict();

export type Vocabulary = z.infer<typeof vocabularySchema>;

/** The published words: ICM table 4 for SCI, GENC and ISO 3166-1 for countries. */
export const PUBLISHED_VOCABULARY: Vocabulary = {
  trigraphs: [...TRIGRAPHS],
  tetragraphs: [...TETRAGRAPHS],
  sci: {
    HCS: { compartments: ['O', 'P'], compartmentRequired: true },
    RSV: { compartments: null, compartmentRequired: true },
    SI: { compartments: null, compartmentRequired: false },
    TK: { compartments: ['BLFH', 'IDIT', 'KAND'], compartmentRequired: false },
  },
  cuiCategories: null,
};
