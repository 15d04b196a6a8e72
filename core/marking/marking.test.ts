import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { refusalOf } from '../testing/refused.ts';
import { type Marking, parseBanner, parsePortion, renderBanner, renderPortion } from './marking.ts';
import { PROFILES, type Profile } from './profile.ts';
import { vocabularySchema } from './vocabulary.ts';

const BANNER_OF_REL = parseBanner('SECRET//REL TO USA, GBR');

function roundTrip(text: string): string {
  return text.startsWith('(') ? renderPortion(parsePortion(text, BANNER_OF_REL)) : renderBanner(parseBanner(text));
}

const parseAny = (text: string, form = text.startsWith('(') ? 'portion' : 'banner'): Marking =>
  form === 'portion' ? parsePortion(text, BANNER_OF_REL) : parseBanner(text);

const VALID = [
  'UNCLASSIFIED',
  '(U)',
  'CONFIDENTIAL',
  'TOP SECRET//SI',
  'SECRET//REL TO USA, AUS, CAN, FVEY, NATO',
  '(S//REL TO USA, GBR)',
  '(S//REL)',
  'SECRET//REL TO USA, DEU/RELIDO',
  'SECRET//REL TO USA, IRQ/DISPLAY ONLY AFG',
  'TOP SECRET//HCS-O//ORCON/NOFORN',
  'TOP SECRET//HCS-P JJJ//NOFORN',
  'TOP SECRET//SI-G/TK//RSEN/ORCON/NOFORN',
  '(TS//SI-G/TK//RS/OC/NF)',
  'TOP SECRET//123/SI-G ABCD DEFG-MMM AACD//ORCON/NOFORN',
  'TOP SECRET//99',
  'TOP SECRET//TK-BLFH ABC-IDIT//NOFORN',
  'SECRET//SAR-ABC-DEF 123/SDA-121//NOFORN',
  'TOP SECRET//SI//SAR-BP//RD-CNWDI-SIGMA 14 20//FGI DEU//ORCON-USGOV/NOFORN//LIMDIS',
  '(S//RD-SG 1 14//NF)',
  '(C//FRD-SG 14//NF)',
  '(U//DCNI/UCNI)',
  'UNCLASSIFIED//DOD UCNI/DOE UCNI',
  'CONFIDENTIAL//TFNI//NOFORN',
  'SECRET//TK//FGI//NOFORN',
  '//JOINT SECRET CAN GBR USA//REL TO USA, CAN, GBR',
  '(//JOINT S GBR USA//REL)',
  '(//DEU S//REL TO USA, DEU)',
  '//CAN DEU TOP SECRET',
  '(//FGI S//NF)',
  '//DEU RESTRICTED',
  '//COSMIC TOP SECRET//REL TO USA, NATO',
  '(//NS//REL TO USA, NATO)',
  'SECRET//NOFORN//LES',
  'UNCLASSIFIED//LES NOFORN/SSI',
  '(U//SBU-NF)',
  'SECRET//IMCON/NOFORN/PROPIN/DEA SENSITIVE/FISA//EXDIS',
  '(S//IMC/NF/PR/DSEN/FISA//XD)',
  'UNCLASSIFIED//FOUO/NOFORN',
  'CUI',
  'CONTROLLED',
  '(CUI)',
  'CUI//SP-CTI//NOFORN',
  '(CUI//SP-CTI/SP-EXPT/PRVCY//FED ONLY/REL TO USA, GBR)',
  'CUI//NOFORN',
  'CUI//PRVCY',
  'CUI//DISPLAY ONLY GBR/DL ONLY',
  'CUI//FED ONLY/REL TO USA, GBR/RELIDO',
  'SECRET//FGI DEU//CUI//SP-CTI/PRVCY//NOFORN',
  '(S//CUI//NF/FEDCON)',
];

const INVALID: [string, string][] = [
  ['', 'marking.empty'],
  ['()', 'marking.empty'],
  [`SECRET//${'A'.repeat(3000)}`, 'marking.too-long'],
  ['S//NOFORN', 'marking.level-abbreviated'],
  ['SECRET//NF', 'marking.portion-form'],
  ['(S//NOFORN)', 'marking.banner-form'],
  ['(SECRET//NF)', 'marking.banner-form'],
  ['Secret//noforn', 'marking.case'],
  ['SECRET/NOFORN', 'marking.separator'],
  ['SECRET//SI/NOFORN', 'marking.separator'],
  ['SECRET//SAR-ABC/NOFORN', 'marking.separator'],
  ['SECRET // NOFORN', 'marking.spacing'],
  ['SECRET//NOFORN ', 'marking.spacing'],
  ['SECRET//NOFORN\u00a0', 'marking.spacing'],
  ['SECRET//NOF\u041eRN', 'marking.word-unknown'],
  ['SECRET////NOFORN', 'marking.empty-category'],
  ['SECRET//', 'marking.empty-category'],
  ['SECRET//NOFORN//ORCON', 'marking.category-repeated'],
  ['SECRET//SECRET', 'marking.category-repeated'],
  ['SECRET//NOFORN/ORCON', 'marking.control-order'],
  ['SECRET//NOFORN/NOFORN', 'marking.control-repeated'],
  ['SECRET//FGI/FGI DEU', 'marking.control-repeated'],
  ['SECRET//SAR-ABC/SAR-DEF', 'marking.control-repeated'],
  ['SECRET//NOFORN/REL TO USA, GBR', 'marking.exclusive'],
  ['SECRET//REL TO USA', 'marking.partner-missing'],
  ['SECRET//REL TO', 'marking.country-unknown'],
  ['SECRET//REL TO GBR, USA', 'marking.usa-first'],
  ['SECRET//REL TO USA, NATO, GBR', 'marking.country-order'],
  ['SECRET//REL TO USA, GBR, CAN', 'marking.country-order'],
  ['SECRET//REL TO USA, GBR, GBR', 'marking.country-repeated'],
  ['SECRET//REL TO USA, ZZZ', 'marking.country-unknown'],
  ['SECRET//REL TO USA,GBR', 'marking.list-separator'],
  ['SECRET//REL TO USA GBR', 'marking.list-separator'],
  ['SECRET//FGI DEU, GBR', 'marking.list-separator'],
  ['SECRET//FGI USA', 'marking.country-unknown'],
  ['SECRET//REL', 'marking.portion-form'],
  ['TOP SECRET//NOFORN//SI', 'marking.category-order'],
  ['TOP SECRET//SI/123//NOFORN', 'marking.compartment-order'],
  ['TOP SECRET//SI-MMM-G//ORCON/NOFORN', 'marking.compartment-order'],
  ['TOP SECRET//SI-G DEFG ABCD//ORCON/NOFORN', 'marking.compartment-order'],
  ['TOP SECRET//SI--G//ORCON/NOFORN', 'marking.compartment-malformed'],
  ['UNCLASSIFIED//SI', 'marking.level-too-low'],
  ['CONFIDENTIAL//TK', 'marking.level-too-low'],
  ['SECRET//SI-G//ORCON', 'marking.level-too-low'],
  ['TOP SECRET//SI-G//NOFORN', 'marking.requires'],
  ['UNCLASSIFIED//ORCON', 'marking.level-too-low'],
  ['CONFIDENTIAL//RD-CNWDI//NOFORN', 'marking.level-too-low'],
  ['SECRET//RD', 'marking.requires'],
  ['SECRET//RD/RD-CNWDI//NOFORN', 'marking.control-repeated'],
  ['SECRET//FRD/RD//NOFORN', 'marking.control-order'],
  ['SECRET//FRD-CNWDI//NOFORN', 'marking.compartment-malformed'],
  ['TOP SECRET//HCS-O//NOFORN', 'marking.requires'],
  ['TOP SECRET//HCS-P', 'marking.requires'],
  ['TOP SECRET//HCS//NOFORN', 'marking.requires'],
  ['TOP SECRET//HCS-X//NOFORN', 'marking.word-unknown'],
  ['SECRET//ORCON/RELIDO', 'marking.exclusive'],
  ['SECRET//ORCON/ORCON-USGOV', 'marking.exclusive'],
  ['SECRET//RELIDO/DISPLAY ONLY AFG', 'marking.exclusive'],
  ['SECRET//NOFORN/RELIDO', 'marking.exclusive'],
  ['SECRET//NOFORN/DISPLAY ONLY AFG', 'marking.exclusive'],
  ['UNCLASSIFIED//REL TO USA, GBR//LES NOFORN', 'marking.exclusive'],
  ['SECRET//LES NOFORN', 'marking.level-too-high'],
  ['SECRET//FOUO', 'marking.level-too-high'],
  ['//JOINT SECRET USA GBR//REL TO USA, GBR', 'marking.country-order'],
  ['//JOINT SECRET CAN GBR//REL TO USA, CAN, GBR', 'marking.partner-missing'],
  ['//JOINT SECRET CAN GBR USA//REL TO USA, CAN', 'marking.requires'],
  ['//JOINT SECRET GBR USA//NOFORN', 'marking.exclusive'],
  ['SECRET//20511122//NOFORN', 'marking.date-in-banner'],
  ['SECRET//25X1//NOFORN', 'marking.date-in-banner'],
  ['SECRET//OADR', 'marking.date-in-banner'],
  ['SECRET//USA/GBR EYES ONLY', 'marking.word-unknown'],
  ['SECRET//GBR EYES ONLY', 'marking.retired'],
  ['RESTRICTED', 'marking.level-unknown'],
  ['COSMIC', 'marking.level-unknown'],
  ['//DEU GEHEIM', 'marking.level-unknown'],
  ['SECRET//TRAINING', 'marking.word-unknown'],
  ['UNCLASSIFIED//TRAINING', 'marking.word-unknown'],
  ['CUI//NOFORN//SP-CTI', 'marking.word-unknown'],
  ['CUI//PRVCY/SP-CTI', 'marking.control-order'],
  ['CUI//SI', 'marking.category-order'],
  ['CUI//ORCON', 'marking.level-too-low'],
  ['CUI//PROPIN', 'marking.exclusive'],
  ['CUI//LES', 'marking.exclusive'],
  ['SECRET//CONTROLLED', 'marking.exclusive'],
  ['SECRET//FED ONLY', 'marking.requires'],
  ['UNCLASSIFIED//CUI', 'marking.exclusive'],
];

describe('a marking', () => {
  it.each(VALID)('renders back to itself: %s', (text) => {
    expect(roundTrip(text)).toBe(text);
  });

  it.each(INVALID)('is refused: %s for %s', (text, code) => {
    const refusal = refusalOf(() => parseAny(text));
    expect(refusal.code).toBe(code);
    expect(refusal.where).toBeDefined();
    expect(refusal.remedy).toBeTruthy();
  });

  it('is a banner without parentheses and a portion with them', () => {
    expect(refusalOf(() => parseBanner('(S//NF)')).code).toBe('marking.parentheses');
    expect(refusalOf(() => parsePortion('S//NF')).code).toBe('marking.parentheses');
  });

  it('names the offending part and what to write instead', () => {
    const refusal = refusalOf(() => parseBanner('SECRET//NOFORN/ORCON'));
    expect(refusal.where).toBe('ORCON');
    expect(refusal.remedy).toContain('ORCON, NOFORN');
    expect(refusalOf(() => parseBanner('SECRET//NF')).remedy).toBe('Write NOFORN.');
  });

  it('takes the list of (S//REL) from the banner, and refuses it where the banner has none', () => {
    expect(parsePortion('(S//REL)', BANNER_OF_REL).relTo).toEqual(['USA', 'GBR']);
    expect(refusalOf(() => parsePortion('(S//REL)')).code).toBe('marking.rel-needs-banner');
    const silent = parseBanner('SECRET//NOFORN');
    expect(refusalOf(() => parsePortion('(S//REL)', silent)).code).toBe('marking.rel-needs-banner');
  });

  it('holds its controls in one order, whichever order its kind writes them in', () => {
    expect(parseBanner('CUI//FED ONLY/REL TO USA, GBR/RELIDO').controls).toEqual(['RELIDO', 'FED ONLY']);
    expect(parseBanner('SECRET//CUI//RELIDO/FED ONLY').controls).toEqual(['RELIDO', 'FED ONLY']);
  });

  it('reads SCI into systems, compartments and sub-compartments', () => {
    const { sci } = parseBanner('TOP SECRET//123/SI-G ABCD DEFG-MMM AACD//ORCON/NOFORN');
    expect(sci).toEqual([
      { name: '123', compartments: [] },
      {
        name: 'SI',
        compartments: [
          { name: 'G', subs: ['ABCD', 'DEFG'] },
          { name: 'MMM', subs: ['AACD'] },
        ],
      },
    ]);
  });

  it.each(['SI-', '///', 'REL TO USA, ', '(A)'])('is never parsed slowly, however often it says %s', (part) => {
    // The best of many runs, so that a busy machine says nothing; twice the text may take four times as long, not more.
    const best = (times: number) => {
      const text = `SECRET//${part.repeat(times)}`;
      const runs = Array.from({ length: 20 }, () => {
        const started = performance.now();
        expect(() => parseBanner(text)).toThrow();
        return performance.now() - started;
      });
      return Math.min(...runs);
    };
    const most = Math.floor(1900 / part.length);
    expect(best(most) / best(Math.floor(most / 2))).toBeLessThan(10);
  });
});

describe('the DoD profile', () => {
  it('allows NOFORN from CONFIDENTIAL up', () => {
    expect(refusalOf(() => parseBanner('UNCLASSIFIED//FOUO/NOFORN', 'DoD')).code).toBe('marking.profile');
    expect(renderBanner(parseBanner('CONFIDENTIAL//NOFORN', 'DoD'))).toBe('CONFIDENTIAL//NOFORN');
  });

  it('asks every SCI marking how it may be released', () => {
    expect(refusalOf(() => parsePortion('(TS//SI)', undefined, 'DoD')).code).toBe('marking.profile');
    expect(renderPortion(parsePortion('(TS//SI//NF)', undefined, 'DoD'))).toBe('(TS//SI//NF)');
  });

  it('keeps CUI out of classified banners, and CUI banners to the one word', () => {
    expect(refusalOf(() => parseBanner('SECRET//CUI//NOFORN', 'DoD')).code).toBe('marking.profile');
    expect(refusalOf(() => parseBanner('CUI//SP-CTI//NOFORN', 'DoD')).code).toBe('marking.profile');
    expect(renderBanner(parseBanner('CUI', 'DoD'))).toBe('CUI');
    expect(renderPortion(parsePortion('(CUI//SP-CTI//NF)', undefined, 'DoD'))).toBe('(CUI//SP-CTI//NF)');
  });
});

describe('a vocabulary of a site', () => {
  const site: Profile = {
    ...PROFILES.IC,
    name: 'site',
    vocabulary: vocabularySchema.parse({
      ...PROFILES.IC.vocabulary,
      tetragraphs: ['XCOA'],
      sci: { ...PROFILES.IC.vocabulary.sci, QQ: { compartments: ['A'], compartmentRequired: false } },
      cuiCategories: ['CTI'],
    }),
  };

  it('adds words and takes words away', () => {
    expect(renderBanner(parseBanner('SECRET//QQ-A//REL TO USA, XCOA', site))).toBe('SECRET//QQ-A//REL TO USA, XCOA');
    expect(refusalOf(() => parseBanner('SECRET//QQ-B//NOFORN', site)).code).toBe('marking.word-unknown');
    expect(refusalOf(() => parseBanner('SECRET//REL TO USA, NATO', site)).code).toBe('marking.country-unknown');
    expect(refusalOf(() => parseBanner('CUI//SP-EXPT', site)).code).toBe('marking.word-unknown');
  });
});

describe('the marking strings of the shared reference', () => {
  const file = new URL('../../../shared/data/markings.json', import.meta.url);
  const there = existsSync(file);
  const rows = z.array(z.tuple([z.string(), z.enum(['banner', 'portion']), z.string()]));
  const shape = z.object({ valid: rows, invalid: rows });

  it.runIf(!there)('were not there, so this check against ../shared/data/markings.json was skipped', () => {
    expect(there).toBe(false);
  });

  it.runIf(there)('are accepted where valid and refused where invalid', () => {
    const { valid, invalid } = shape.parse(JSON.parse(readFileSync(file, 'utf8')));
    expect([valid.length, invalid.length]).toEqual([30, 20]);
    for (const [text] of valid) expect(roundTrip(text)).toBe(text);
    const reasons = invalid.map(([text, form]) => [text, refusalOf(() => parseAny(text, form)).code]);
    expect(Object.fromEntries(reasons)).toEqual({
      'S//NOFORN': 'marking.level-abbreviated',
      'SECRET//NF': 'marking.portion-form',
      '(S//NOFORN)': 'marking.banner-form',
      'Secret//noforn': 'marking.case',
      'SECRET/NOFORN': 'marking.separator',
      'SECRET // NOFORN': 'marking.spacing',
      'SECRET//NOFORN//ORCON': 'marking.category-repeated',
      'SECRET//NOFORN/ORCON': 'marking.control-order',
      'SECRET//NOFORN/REL TO USA, GBR': 'marking.exclusive',
      'SECRET//REL TO USA': 'marking.partner-missing',
      'SECRET//REL TO GBR, USA': 'marking.usa-first',
      'SECRET//REL TO USA, NATO, GBR': 'marking.country-order',
      'TOP SECRET//NOFORN//SI': 'marking.category-order',
      'TOP SECRET//SI/123//NOFORN': 'marking.compartment-order',
      'UNCLASSIFIED//SI': 'marking.level-too-low',
      'TOP SECRET//HCS-O//NOFORN': 'marking.requires',
      'SECRET//ORCON/RELIDO': 'marking.exclusive',
      'SECRET//FOUO': 'marking.level-too-high',
      '//JOINT SECRET USA GBR//REL TO USA, GBR': 'marking.country-order',
      'SECRET//20511122//NOFORN': 'marking.date-in-banner',
    });
  });
});
