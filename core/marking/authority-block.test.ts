import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { codeOf } from '../testing/refused.ts';
import {
  longestDeclassifyOn,
  parseAuthorityBlock,
  parseDeclassifyOn,
  renderAuthorityBlock,
  renderDeclassifyOn,
  validateDeclassifyOn,
} from './authority-block.ts';
import { markedFileName } from './file-name.ts';
import { parseBanner } from './marking.ts';

const BLOCK = `Classified By: J. Doe, Desk Officer, Example Agency
Derived From: Multiple Sources
Declassify On: 20510602`;

describe('a derivative authority block', () => {
  it('parses and renders back to itself', () => {
    expect(renderAuthorityBlock(parseAuthorityBlock(BLOCK))).toBe(BLOCK);
    expect(renderAuthorityBlock(parseAuthorityBlock(`${BLOCK}\n`))).toBe(BLOCK);
  });

  it.each([
    [`${BLOCK}\nReason: 1.4(c)`, 'marking.authority-forbidden'],
    [BLOCK.split('\n').slice(1).join('\n'), 'marking.authority-missing'],
    [BLOCK.split('\n').slice(0, 2).join('\n'), 'marking.authority-missing'],
    [`${BLOCK}\nDeclassify On: 20520101`, 'marking.authority-line'],
    [`${BLOCK}\nOther: x`, 'marking.authority-line'],
    [BLOCK.replace('20510602', '20510230'), 'marking.authority-value'],
    [BLOCK.replace('J. Doe', 'J.\u202e Doe'), 'marking.authority-value'],
    [BLOCK.replace('Multiple Sources', ''), 'marking.authority-missing'],
  ])('is refused when it is %j: %s', (text, code) => {
    expect(codeOf(() => parseAuthorityBlock(text))).toBe(code);
  });
});

describe('a Declassify On value', () => {
  const VALUES = [
    'N/A to RD portions. See source list for NSI portions.',
    '50X1-HUM',
    '75X3, 21000101',
    '50X3, 20760101',
    '25X1, 20700101',
    '20510602',
    '20500101',
    'Completion of the exercise',
  ];

  it.each(VALUES)('reads %s and writes it back', (text) => {
    expect(renderDeclassifyOn(parseDeclassifyOn(text))).toBe(text);
  });

  it.each([
    'OADR',
    'MR',
    'X1',
    '25X1',
    '50X3',
    '2051-06-02',
    '20511301',
    '25X1, 2070',
    '25X1 20700101',
    '',
    ' 20510602',
  ])('refuses %j and says what to write', (text) => {
    expect(codeOf(() => parseDeclassifyOn(text))).toBe('marking.authority-value');
  });

  it('is the longest one, whatever the order of the sources', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray(VALUES, { minLength: 1 }), (some) => {
        const longest = longestDeclassifyOn(some.map(parseDeclassifyOn), '20260602');
        expect(renderDeclassifyOn(longest)).toBe(VALUES.find((value) => some.includes(value)));
      }),
    );
  });

  it('is 25 years after the origin where no source has one', () => {
    expect(longestDeclassifyOn([], '20260602')).toEqual({ kind: 'date', date: '20510602' });
  });

  it('lies within the years its kind allows', () => {
    validateDeclassifyOn(parseDeclassifyOn('20510602'), '20260602');
    validateDeclassifyOn(parseDeclassifyOn('25X1, 20760602'), '20260602');
    expect(codeOf(() => validateDeclassifyOn(parseDeclassifyOn('20510603'), '20260602'))).toBe(
      'marking.authority-value',
    );
    expect(codeOf(() => validateDeclassifyOn(parseDeclassifyOn('20260601'), '20260602'))).toBe(
      'marking.authority-value',
    );
    expect(codeOf(() => validateDeclassifyOn(parseDeclassifyOn('25X1, 20760603'), '20260602'))).toBe(
      'marking.authority-value',
    );
  });
});

describe('a marked file name', () => {
  it.each([
    ['SECRET//SI//NOFORN', 'decision-7_(S).dsse.json'],
    ['TOP SECRET//NOFORN', 'decision-7_(TS).dsse.json'],
    ['UNCLASSIFIED', 'decision-7_(U).dsse.json'],
    ['CUI//SP-CTI', 'decision-7_(CUI).dsse.json'],
  ])('of %s says the level alone: %s', (banner, name) => {
    expect(markedFileName('decision-7', parseBanner(banner), 'dsse.json')).toBe(name);
  });

  it.each([
    ['../x', 'json'],
    ['a b', 'json'],
    ['', 'json'],
    ['x', '../json'],
    ['.hidden', 'json'],
  ])('is refused for %j and %j', (name, extension) => {
    expect(codeOf(() => markedFileName(name, parseBanner('SECRET'), extension))).toBe('marking.file-name');
  });
});
