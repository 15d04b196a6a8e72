import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bannerColour } from './banner-colour.ts';
import { isNoforn } from './constraints.ts';
import { withinCeiling } from './dominates.ts';
import { parseBanner } from './marking.ts';
import { isClassified, levelRank } from './shape.ts';
import { arbitraryMarking } from './testing/arbitrary.ts';

describe('a ceiling', () => {
  it.each([
    ['SECRET//NOFORN', 'UNCLASSIFIED'],
    ['SECRET//NOFORN', 'UNCLASSIFIED//FOUO'],
    ['SECRET//NOFORN', 'CUI//SP-CTI//NOFORN'],
    ['SECRET//NOFORN', 'SECRET'],
    ['SECRET//NOFORN', 'SECRET//NOFORN'],
    ['SECRET//NOFORN', 'CONFIDENTIAL//RELIDO'],
    ['SECRET//NOFORN', 'SECRET//REL TO USA, GBR'],
    ['SECRET//NOFORN', 'SECRET//DISPLAY ONLY AFG'],
    ['SECRET', 'CONFIDENTIAL'],
    ['SECRET//REL TO USA, GBR', 'SECRET//REL TO USA, CAN, GBR'],
    ['SECRET//REL TO USA, GBR', 'CONFIDENTIAL//REL TO USA, FVEY'],
    ['SECRET//REL TO USA, GBR', 'UNCLASSIFIED'],
    ['SECRET//REL TO USA, FVEY', 'SECRET//REL TO USA, AUS, CAN, GBR, NZL'],
    ['SECRET//REL TO USA, AUS, CAN, GBR, NZL', 'SECRET//REL TO USA, FVEY'],
    ['TOP SECRET//SI-G/TK//ORCON/NOFORN', 'SECRET//SI//REL TO USA, GBR'],
    ['TOP SECRET//SI-G ABCD DEFG//ORCON/NOFORN', 'TOP SECRET//SI-G ABCD//ORCON/NOFORN'],
    ['SECRET//FGI//NOFORN', '//DEU SECRET//NOFORN'],
    ['SECRET//FGI DEU GBR//NOFORN', 'SECRET//FGI DEU//NOFORN'],
    ['TOP SECRET//RD-CNWDI//NOFORN', 'SECRET//RD//NOFORN'],
    ['CUI', 'UNCLASSIFIED//FOUO'],
    ['//JOINT SECRET GBR USA//REL TO USA, GBR', '//JOINT CONFIDENTIAL GBR USA//REL TO USA, GBR'],
    ['//JOINT SECRET GBR USA//REL TO USA, GBR', 'UNCLASSIFIED'],
  ])('%s admits %s', (ceiling, marking) => {
    expect(withinCeiling(parseBanner(marking), parseBanner(ceiling))).toBe(true);
  });

  it.each([
    ['SECRET//NOFORN', 'TOP SECRET'],
    ['SECRET//NOFORN', 'SECRET//SI//NOFORN'],
    ['SECRET//NOFORN', 'SECRET//ORCON/NOFORN'],
    ['SECRET//NOFORN', 'SECRET//FGI DEU//NOFORN'],
    ['SECRET//NOFORN', 'SECRET//NOFORN//LES'],
    ['SECRET//NOFORN', 'CUI//FED ONLY'],
    ['SECRET//NOFORN', '//DEU SECRET//NOFORN'],
    ['SECRET//SI//NOFORN', 'SECRET//SI-ABC//NOFORN'],
    ['SECRET//SAR-BP//NOFORN', 'SECRET//SAR-ABC//NOFORN'],
    ['SECRET//RD//NOFORN', 'SECRET//RD-CNWDI//NOFORN'],
    ['SECRET', 'SECRET//NOFORN'],
    ['SECRET', 'SECRET//REL TO USA, GBR'],
    ['SECRET//REL TO USA, GBR', 'SECRET//NOFORN'],
    ['SECRET//REL TO USA, GBR', 'SECRET'],
    ['SECRET//REL TO USA, GBR', 'SECRET//RELIDO'],
    ['SECRET//REL TO USA, GBR', 'SECRET//REL TO USA, CAN'],
    ['SECRET//REL TO USA, GBR', 'SECRET//DISPLAY ONLY GBR'],
    ['SECRET//REL TO USA, GBR', 'UNCLASSIFIED//FOUO'],
    ['SECRET//REL TO USA, GBR', 'CUI'],
    ['SECRET//REL TO USA, FVEY', 'SECRET//REL TO USA, GBR'],
    ['SECRET//REL TO USA, NATO', 'SECRET//REL TO USA, DEU, GBR'],
    ['SECRET//FGI DEU//NOFORN', 'SECRET//FGI//NOFORN'],
    ['UNCLASSIFIED', 'UNCLASSIFIED//FOUO'],
    ['UNCLASSIFIED', 'CUI'],
    ['UNCLASSIFIED', 'UNCLASSIFIED//NOFORN'],
    ['UNCLASSIFIED', 'UNCLASSIFIED//REL TO USA, GBR'],
    ['CUI', 'CUI//SP-CTI'],
    ['CUI', 'CONFIDENTIAL'],
    ['//JOINT SECRET GBR USA//REL TO USA, GBR', 'SECRET//REL TO USA, GBR'],
    ['//JOINT SECRET GBR USA//REL TO USA, GBR', '//JOINT SECRET CAN USA//REL TO USA, CAN'],
    ['//DEU SECRET', '//GBR SECRET'],
  ])('%s does not admit %s', (ceiling, marking) => {
    expect(withinCeiling(parseBanner(marking), parseBanner(ceiling))).toBe(false);
  });

  it('never admits a higher level, a system it does not name, or NOFORN where it has none', () => {
    let admitted = 0;
    fc.assert(
      fc.property(arbitraryMarking, arbitraryMarking, (marking, ceiling) => {
        if (!withinCeiling(marking, ceiling)) return;
        admitted += 1;
        const [level, top] = [marking, ceiling].map((each) => levelRank(each.classification.level));
        expect(level).toBeLessThanOrEqual(top ?? -1);
        const named = ceiling.sci.map((system) => system.name);
        for (const system of marking.sci) expect(named).toContain(system.name);
        if (isNoforn(marking)) expect(isNoforn(ceiling)).toBe(true);
        if (!isClassified(ceiling)) expect(isClassified(marking)).toBe(false);
      }),
      { numRuns: 3000 },
    );
    expect(admitted).toBeGreaterThan(20);
  });

  it('is transitive', () => {
    fc.assert(
      fc.property(arbitraryMarking, arbitraryMarking, arbitraryMarking, (low, middle, top) => {
        if (withinCeiling(low, middle) && withinCeiling(middle, top)) expect(withinCeiling(low, top)).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });
});

describe('the colour of a banner', () => {
  it.each([
    ['UNCLASSIFIED', '#007A33'],
    ['UNCLASSIFIED//FOUO', '#007A33'],
    ['CUI', '#502B85'],
    ['CONFIDENTIAL', '#0033A0'],
    ['SECRET//NOFORN', '#C8102E'],
    ['SECRET//SI//NOFORN', '#C8102E'],
    ['TOP SECRET//NOFORN', '#FF8C00'],
    ['TOP SECRET//SI//NOFORN', '#FCE83A'],
  ])('of %s is %s', (text, background) => {
    expect(bannerColour(parseBanner(text)).background).toBe(background);
  });

  it('leaves the words readable: contrast of 4.5 to 1 and more (WCAG 1.4.3)', () => {
    for (const text of ['UNCLASSIFIED', 'CUI', 'CONFIDENTIAL', 'SECRET', 'TOP SECRET', 'TOP SECRET//TK']) {
      const colour = bannerColour(parseBanner(text));
      const [one, other] = [luminance(colour.background), luminance(colour.text)];
      expect((Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05)).toBeGreaterThan(4.5);
    }
  });
});

function luminance(hex: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const value = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
