import fc from 'fast-check';
import { isRefusal } from '../../failure.ts';
import { validateMarking } from '../constraints.ts';
import { inRegisterOrder } from '../dissemination.ts';
import { compareCodes, compareCountries, releaseOrder } from '../lists.ts';
import { PROFILES } from '../profile.ts';
import {
  type AeaControl,
  type Classification,
  type Control,
  type Controlled,
  type Level,
  type Marking,
  plainMarking,
} from '../shape.ts';
import { NON_IC_WORDS } from '../vocabulary.ts';

const COUNTRIES = ['AUS', 'CAN', 'DEU', 'GBR', 'NZL', 'FVEY', 'ACGU', 'NATO'];
const codes = (minimum: number) => fc.uniqueArray(fc.constantFrom(...COUNTRIES), { minLength: minimum, maxLength: 5 });
const sorted = (list: readonly string[]) => [...list].sort(compareCountries);

const names = (choices: readonly string[]) =>
  fc.uniqueArray(fc.constantFrom(...choices), { maxLength: 2 }).map((list) => list.sort(compareCodes));

function controlled(choices: readonly string[], compartments: readonly string[]): fc.Arbitrary<Controlled[]> {
  const compartment = names(compartments).chain((list) =>
    fc.tuple(...list.map((name) => names(['12', 'ABCD', 'XYZ']).map((subs) => ({ name, subs })))),
  );
  return names(choices).chain((list) =>
    fc.tuple(...list.map((name) => compartment.map((found) => ({ name, compartments: found })))),
  );
}

const aea: fc.Arbitrary<AeaControl[]> = fc.constantFrom<AeaControl[]>(
  [],
  [],
  [{ kind: 'RD', cnwdi: true, sigmas: [1, 14] }],
  [
    { kind: 'RD', cnwdi: false, sigmas: [] },
    { kind: 'FRD', sigmas: [20] },
  ],
  [{ kind: 'DOD UCNI' }, { kind: 'DOE UCNI' }],
  [{ kind: 'TFNI' }],
);

interface ReleaseParts extends Pick<Marking, 'relTo' | 'displayOnly'> {
  readonly controls: readonly Control[];
}

const says = (
  controls: readonly Control[],
  relTo: readonly string[] | null,
  displayOnly: readonly string[] | null,
): ReleaseParts => ({ controls, relTo, displayOnly });

const release: fc.Arbitrary<ReleaseParts> = fc.oneof(
  fc.constantFrom(says([], null, null), says(['NOFORN'], null, null), says(['RELIDO'], null, null)),
  codes(1).map((list) => says([], releaseOrder(list), null)),
  codes(1).map((list) => says(['RELIDO'], releaseOrder(list), null)),
  codes(1).map((list) => says([], null, sorted(list))),
  fc.tuple(codes(1), codes(1)).map(([to, shown]) => says([], releaseOrder(to), sorted(shown))),
);

const classification: fc.Arbitrary<Classification> = fc
  .tuple(
    fc.constantFrom<Level>('UNCLASSIFIED', 'CONFIDENTIAL', 'SECRET', 'SECRET', 'TOP SECRET'),
    fc.constantFrom('us', 'us', 'us', 'us', 'foreign', 'concealed', 'nato', 'joint'),
  )
  .map(([level, system]): Classification => {
    if (system === 'foreign') return { system, owners: ['DEU'], level };
    if (system === 'concealed') return { system: 'foreign', owners: [], level };
    if (system === 'joint') return { system, owners: ['GBR', 'USA'], level };
    return { system: system === 'nato' ? 'nato' : 'us', level };
  });

const others: readonly Control[] = [
  'RSEN',
  'FOUO',
  'ORCON',
  'ORCON-USGOV',
  'IMCON',
  'PROPIN',
  'DEA SENSITIVE',
  'FISA',
  'FED ONLY',
  'FEDCON',
  'NOCON',
  'DL ONLY',
];

const cui = fc.oneof(
  { weight: 3, arbitrary: fc.constant(null) },
  fc
    .tuple(fc.constantFrom('CUI' as const, 'CONTROLLED' as const), names(['CTI', 'EXPT']), names(['PRVCY', 'OPSEC']))
    .map(([word, specified, basic]) => ({ word, specified, basic })),
);

const drawn: fc.Arbitrary<Marking> = fc
  .record({
    classification,
    sci: controlled(['99', '123', 'SI', 'TK'], ['A1', '7', 'MMM']).map((all) =>
      // Compartments of TK are a closed list, and those drawn here are not among them.
      all.map((each) => (each.name === 'TK' ? { ...each, compartments: [] } : each)),
    ),
    gamma: fc.boolean(),
    sap: controlled(['BP', 'ABC', '121'], ['DEF', '7']),
    aea,
    fgi: fc.constantFrom(null, null, [], ['DEU', 'NATO']),
    cui,
    release,
    others: fc.subarray([...others], { maxLength: 3 }),
    nonIc: fc.subarray(
      NON_IC_WORDS.map((word) => word.name),
      { maxLength: 2 },
    ),
    keep: fc.array(fc.boolean(), { minLength: 7, maxLength: 7 }),
  })
  .map((raw): Marking => {
    // Most categories are absent from most markings; otherwise hardly any draw would satisfy all the rules.
    const keeps = (index: number) => raw.keep[index] === true;
    const controls = [...(keeps(5) ? raw.others : []), ...raw.release.controls];
    const sci = keeps(0) ? raw.sci : [];
    return {
      ...plainMarking('UNCLASSIFIED'),
      classification: raw.classification,
      sci: raw.gamma ? sci.map((each) => (each.name === 'SI' ? withGamma(each) : each)) : sci,
      sap: keeps(1) ? raw.sap : [],
      aea: keeps(2) ? raw.aea : [],
      fgi: keeps(3) ? raw.fgi : null,
      cui: keeps(4) ? raw.cui : null,
      controls: inRegisterOrder(controls),
      relTo: raw.release.relTo,
      displayOnly: raw.release.displayOnly,
      nonIc: keeps(6) ? raw.nonIc : [],
    };
  });

function withGamma(system: Controlled): Controlled {
  return { ...system, compartments: [{ name: 'G', subs: ['ABCD'] }] };
}

function isValid(marking: Marking): boolean {
  try {
    validateMarking(marking, PROFILES.IC, 'banner');
    return true;
  } catch (error) {
    if (isRefusal(error)) return false;
    throw error;
  }
}

/** Valid markings of the IC profile, of every kind the grammar has. */
export const arbitraryMarking: fc.Arbitrary<Marking> = drawn.filter(isValid);

/** Valid US markings without CUI: those for which every roll-up exists. */
export const arbitraryUsMarking: fc.Arbitrary<Marking> = arbitraryMarking.filter(
  (marking) => marking.classification.system === 'us' && marking.cui === null,
);
