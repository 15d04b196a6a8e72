import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isRefusal } from '../failure.ts';
import { isNoforn, saysRelease } from './constraints.ts';
import { type Marking, parseBanner, parsePortion, renderBanner, renderPortion, rollUp } from './marking.ts';
import { spelledOut } from './release.ts';
import { isClassified, levelRank } from './shape.ts';
import { arbitraryMarking, arbitraryUsMarking } from './testing/arbitrary.ts';

const banner = (portions: string, profile: 'IC' | 'DoD' = 'IC') =>
  renderBanner(
    rollUp(
      portions.split(' + ').map((text) => parsePortion(text)),
      profile,
    ),
  );

function rollUpOrNull(portions: readonly Marking[]): Marking | null {
  try {
    return rollUp(portions);
  } catch (error) {
    if (isRefusal(error, 'marking.roll-up-impossible')) return null;
    throw error;
  }
}

describe('rolling portions up', () => {
  it.each([
    // any: highest class; union of SCI, SAP, AEA
    ['(U) + (S) + (C)', 'SECRET'],
    [
      '(TS//SI-G ABCD//OC/NF) + (S//TK//NF) + (TS//SI-G DEFG-MMM//OC/NF)',
      'TOP SECRET//SI-G ABCD DEFG-MMM/TK//ORCON/NOFORN',
    ],
    ['(S//SAR-BP//NF) + (S//SAR-ABC-DEF//NF) + (U)', 'SECRET//SAR-ABC-DEF/BP//NOFORN'],
    ['(S//RD-SG 14//NF) + (S//RD-CNWDI//NF) + (C//FRD//NF)', 'SECRET//RD-CNWDI-SIGMA 14/FRD//NOFORN'],
    // any: ORCON, PROPIN, FISA, RSEN always carry
    ['(S//RS/OC/NF) + (C//PR/FISA)', 'SECRET//RSEN/ORCON/NOFORN/PROPIN/FISA'],
    ['(S//OC) + (U)', 'SECRET//ORCON'],
    // any: ORCON beats ORCON-USGOV
    ['(S//OC-USGOV) + (S//OC)', 'SECRET//ORCON'],
    ['(S//OC-USGOV) + (S)', 'SECRET//ORCON-USGOV'],
    // any NF
    ['(S//NF) + (S)', 'SECRET//NOFORN'],
    ['(S//NF) + (S//REL TO USA, GBR)', 'SECRET//NOFORN'],
    ['(S//NF) + (S//RELIDO)', 'SECRET//NOFORN'],
    ['(S//NF) + (S//DISPLAY ONLY GBR)', 'SECRET//NOFORN'],
    ['(S) + (U//LES-NF)', 'SECRET//NOFORN//LES'],
    ['(S//NF) + (U//SBU-NF)', 'SECRET//NOFORN//SBU'],
    ['(S//REL TO USA, GBR) + (U//SBU-NF)', 'SECRET//NOFORN//SBU'],
    ['(U) + (U//LES-NF)', 'UNCLASSIFIED//LES NOFORN'],
    ['(U//FOUO/NF) + (U//LES-NF)', 'UNCLASSIFIED//NOFORN//LES'],
    // all REL TO
    ['(S//REL TO USA, CAN, GBR) + (S//REL TO USA, DEU, GBR)', 'SECRET//REL TO USA, GBR'],
    ['(S//REL TO USA, GBR) + (U)', 'SECRET//REL TO USA, GBR'],
    ['(S//REL TO USA, CAN) + (S//REL TO USA, GBR)', 'SECRET//NOFORN'],
    ['(S//REL TO USA, FVEY) + (S//REL TO USA, DEU, GBR)', 'SECRET//REL TO USA, GBR'],
    ['(S//REL TO USA, ACGU) + (S//REL TO USA, TEYE)', 'SECRET//REL TO USA, AUS, GBR'],
    ['(S//REL TO USA, FVEY) + (S//REL TO USA, FVEY)', 'SECRET//REL TO USA, FVEY'],
    ['(S//REL TO USA, NATO) + (S//REL TO USA, DEU)', 'SECRET//NOFORN'],
    ['(S//REL TO USA, DEU, NATO) + (S//REL TO USA, NATO)', 'SECRET//REL TO USA, NATO'],
    // REL TO + unmarked classified; REL TO + RELIDO-only; RELIDO + DISPLAY
    ['(S//REL TO USA, GBR) + (C)', 'SECRET//NOFORN'],
    ['(S//REL TO USA, GBR/RELIDO) + (C)', 'SECRET//NOFORN'],
    ['(S//REL TO USA, GBR) + (S//RELIDO)', 'SECRET//NOFORN'],
    ['(S//RELIDO) + (S//DISPLAY ONLY GBR)', 'SECRET//NOFORN'],
    // all RELIDO
    ['(S//RELIDO) + (C//RELIDO)', 'SECRET//RELIDO'],
    ['(S//REL TO USA, DEU/RELIDO) + (S//REL TO USA, CAN, DEU/RELIDO)', 'SECRET//REL TO USA, DEU/RELIDO'],
    ['(S//REL TO USA, DEU/RELIDO) + (S//RELIDO)', 'SECRET//RELIDO'],
    ['(S//REL TO USA, DEU/RELIDO) + (S//REL TO USA, CAN, DEU)', 'SECRET//REL TO USA, DEU'],
    // DISPLAY + DISPLAY/REL
    ['(S//DISPLAY ONLY AFG, IRQ) + (S//DISPLAY ONLY IRQ)', 'SECRET//DISPLAY ONLY IRQ'],
    ['(S//DISPLAY ONLY AFG) + (S//DISPLAY ONLY IRQ)', 'SECRET//NOFORN'],
    ['(S//DISPLAY ONLY AFG, IRQ) + (S//REL TO USA, IRQ)', 'SECRET//DISPLAY ONLY IRQ'],
    ['(S//DISPLAY ONLY AFG) + (S//REL TO USA, IRQ)', 'SECRET//NOFORN'],
    ['(S//REL TO USA, IRQ/DISPLAY ONLY AFG) + (S//REL TO USA, AFG, IRQ)', 'SECRET//REL TO USA, IRQ/DISPLAY ONLY AFG'],
    ['(S//DISPLAY ONLY AFG) + (C)', 'SECRET//NOFORN'],
    // unmarked classified mixed with marked
    ['(S//RELIDO) + (C)', 'SECRET//RELIDO'],
    ['(S//RELIDO) + (C//SI)', 'SECRET//SI//NOFORN'],
    ['(S) + (C//SI)', 'SECRET//SI'],
    // FOUO
    ['(U//FOUO) + (U)', 'UNCLASSIFIED//FOUO'],
    ['(U//FOUO) + (S//NF)', 'SECRET//NOFORN'],
    ['(U//FOUO) + (U//NF)', 'UNCLASSIFIED//FOUO/NOFORN'],
    ['(U//FOUO) + (U//PR)', 'UNCLASSIFIED//PROPIN'],
    ['(U//FOUO) + (U//LES-NF)', 'UNCLASSIFIED//LES NOFORN'],
    // concealed FGI
    ['(//FGI S//NF) + (//DEU S//NF)', 'SECRET//FGI//NOFORN'],
    ['(TS//FGI DEU//NF) + (//GBR S//NF) + (//NS//NF)', 'TOP SECRET//FGI DEU GBR NATO//NOFORN'],
    ['(//DEU R) + (U)', 'CONFIDENTIAL//FGI DEU'],
    // JOINT in a US document
    [
      '(//JOINT S CAN GBR USA//REL TO USA, CAN, GBR) + (TS//REL TO USA, GBR)',
      'TOP SECRET//FGI CAN GBR//REL TO USA, GBR',
    ],
    [
      '(//JOINT S GBR USA//REL TO USA, GBR) + (//JOINT C GBR USA//REL TO USA, CAN, GBR)',
      '//JOINT SECRET GBR USA//REL TO USA, GBR',
    ],
    ['(//DEU S//REL TO USA, DEU) + (//DEU C//REL TO USA, DEU)', '//DEU SECRET//REL TO USA, DEU'],
    // what the union demands
    ['(S//RD//REL TO USA, GBR) + (S//DISPLAY ONLY GBR)', 'SECRET//RD//NOFORN'],
    ['(S//NF//XD) + (S//NF//ND)', 'SECRET//NOFORN//NODIS'],
    // CUI
    ['(CUI//SP-CTI) + (CUI//PRVCY//FED ONLY) + (U)', 'CUI//SP-CTI/PRVCY//FED ONLY'],
    ['(CUI//CTI) + (CUI//SP-CTI)', 'CUI//SP-CTI'],
    ['(CUI//SP-CTI//NF) + (S//REL TO USA, GBR)', 'SECRET//CUI//SP-CTI//NOFORN'],
    ['(CUI) + (U//FOUO)', 'CUI'],
  ])('gives %s -> %s', (portions, expected) => {
    expect(banner(portions)).toBe(expected);
  });

  it('takes an unmarked portion from before 28 June 2010 as NOFORN beside a marked one', () => {
    const portions = [parsePortion('(S//RELIDO)'), parsePortion('(C)')];
    expect(renderBanner(rollUp(portions, 'IC', { before28June2010: true }))).toBe('SECRET//NOFORN');
    expect(renderBanner(rollUp([parsePortion('(C)')], 'IC', { before28June2010: true }))).toBe('CONFIDENTIAL');
  });

  it('follows the DoD profile for CUI and SCI, and still never drops NOFORN', () => {
    expect(banner('(CUI//SP-CTI//NF) + (S//REL TO USA, GBR)', 'DoD')).toBe('SECRET//NOFORN');
    expect(banner('(CUI//SP-CTI) + (CUI)', 'DoD')).toBe('CUI');
    expect(banner('(C//SI) + (S)', 'DoD')).toBe('SECRET//SI//NOFORN');
    expect(() => banner('(CUI//NF) + (U)', 'DoD')).toThrow(/No banner can hold these portions together/);
  });

  it('refuses no portions, and portions that no banner can hold together', () => {
    expect(() => rollUp([])).toThrow(/no portion/);
    expect(() => banner('(CUI) + (U//LES)')).toThrow(/No banner can hold/);
  });
});

describe('a generated marking', () => {
  it('parses back from its banner and from its portion', () => {
    fc.assert(
      fc.property(arbitraryMarking, (marking) => {
        const text = renderBanner(marking);
        expect(parseBanner(text)).toEqual(marking);
        expect(renderBanner(parseBanner(text))).toBe(text);
        if (marking.cui?.word === 'CONTROLLED') return;
        const portion = renderPortion(marking);
        expect(parsePortion(portion)).toEqual(marking);
      }),
      { numRuns: 1500 },
    );
  });

  it('rolls up to a banner that is valid, does not depend on the order, and stays as it is when rolled up again', () => {
    let rolledUp = 0;
    fc.assert(
      fc.property(
        fc.array(arbitraryMarking, { minLength: 1, maxLength: 5 }),
        fc.infiniteStream(fc.nat()),
        (all, keys) => {
          const rolled = rollUpOrNull(all);
          const shuffled = all
            .map((marking) => ({ marking, key: keys.next().value ?? 0 }))
            .sort((left, right) => left.key - right.key)
            .map(({ marking }) => marking);
          expect(rollUpOrNull(shuffled)).toEqual(rolled);
          if (!rolled) return;
          rolledUp += 1;
          expect(renderBanner(parseBanner(renderBanner(rolled)))).toBe(renderBanner(rolled));
          expect(rollUp([rolled])).toEqual(rolled);
          expect(rollUp([rolled, rolled])).toEqual(rolled);
          expect(rollUp([...all, rolled])).toEqual(rollUp([rolled, ...all]));
        },
      ),
      { numRuns: 1000 },
    );
    expect(rolledUp).toBeGreaterThan(100);
  });

  it('never lowers the level, never drops NOFORN, a compartment or an always-carried control', () => {
    fc.assert(
      fc.property(fc.array(arbitraryUsMarking, { minLength: 1, maxLength: 5 }), (all) => {
        const rolled = rollUpOrNull(all);
        if (!rolled) return;
        for (const each of all) {
          expect(levelRank(rolled.classification.level)).toBeGreaterThanOrEqual(levelRank(each.classification.level));
          if (isNoforn(each)) expect(isNoforn(rolled)).toBe(true);
          for (const { name, compartments } of [...each.sci, ...each.sap]) {
            const found = [...rolled.sci, ...rolled.sap].filter((other) => other.name === name);
            const kept = found.flatMap((other) => other.compartments.map((compartment) => compartment.name));
            expect(found.length).toBeGreaterThan(0);
            for (const compartment of compartments) expect(kept).toContain(compartment.name);
          }
          for (const control of ['ORCON', 'PROPIN', 'FISA', 'RSEN'] as const) {
            if (each.controls.includes(control)) expect(rolled.controls).toContain(control);
          }
          for (const code of rolled.relTo ?? []) {
            const silent = !isClassified(each) && !saysRelease(each);
            const allowed = silent || (each.relTo ?? []).some((own) => own === code || covers(own, code));
            expect(allowed).toBe(true);
          }
        }
      }),
      { numRuns: 1000 },
    );
  });

  it('rolls up group by group to the same banner, where every portion says how it may be released', () => {
    const saying = arbitraryUsMarking.filter(
      (marking) => saysRelease(marking) || renderBanner(marking) === 'UNCLASSIFIED',
    );
    const group = fc.array(saying, { minLength: 1, maxLength: 3 });
    let compared = 0;
    fc.assert(
      fc.property(group, group, (first, second) => {
        const together = rollUpOrNull([...first, ...second]);
        const [one, other] = [rollUpOrNull(first), rollUpOrNull(second)];
        if (!together || !one || !other) return;
        compared += 1;
        expect(renderBanner(spelledOut(rollUp([one, other])))).toBe(renderBanner(spelledOut(together)));
      }),
      { numRuns: 1000 },
    );
    expect(compared).toBeGreaterThan(100);
  });
});

const MEMBERS: Record<string, string[]> = {
  FVEY: ['AUS', 'CAN', 'GBR', 'NZL', 'USA'],
  ACGU: ['AUS', 'CAN', 'GBR', 'USA'],
};

function covers(group: string, code: string): boolean {
  return MEMBERS[group]?.includes(code) ?? false;
}
