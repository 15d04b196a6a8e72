import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { codeOf } from '../testing/refused.ts';
import { parseBanner, parsePortion, renderBanner, renderPortion } from './marking.ts';
import { PROFILE_NAMES, type ProfileName, READING_PROFILE } from './profile.ts';
import { rollUpRead } from './roll-up-read.ts';
import { arbitraryMarking } from './testing/arbitrary.ts';

const isTaken = (read: () => unknown): boolean => codeOf(read) === 'none';

describe('the widest profile', () => {
  it('reads every banner and every portion that another profile reads', () => {
    let taken = 0;
    fc.assert(
      fc.property(arbitraryMarking, fc.constantFrom<ProfileName>(...PROFILE_NAMES), (marking, profile) => {
        const [banner, portion] = [renderBanner(marking), renderPortion(marking)];
        const byAnother = isTaken(() => parseBanner(banner, profile));
        if (byAnother) taken += 1;
        expect(!byAnother || isTaken(() => parseBanner(banner, READING_PROFILE))).toBe(true);
        const part = isTaken(() => parsePortion(portion, undefined, profile));
        expect(!part || isTaken(() => parsePortion(portion, undefined, READING_PROFILE))).toBe(true);
      }),
      { numRuns: 500 },
    );
    expect(taken).toBeGreaterThan(100);
  });

  it('tells what markings are together that no banner of the own profile holds', () => {
    const read = [parseBanner('UNCLASSIFIED//NOFORN'), parseBanner('UNCLASSIFIED')];
    expect(renderBanner(rollUpRead(read, 'DoD'))).toBe('UNCLASSIFIED//NOFORN');
    expect(renderBanner(rollUpRead([parseBanner('SECRET'), parseBanner('CUI')], 'DoD'))).toBe('SECRET');
    expect(renderBanner(rollUpRead([parseBanner('SECRET'), parseBanner('CUI')], 'IC'))).toBe('SECRET//CUI');
  });
});
