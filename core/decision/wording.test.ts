import { describe, expect, it } from 'vitest';
import { DETERMINATIONS } from './determination.ts';
import { tellsEvidence, untoldOf } from './notice-content.ts';
import { plainLine, plainParagraphs, table } from './plain-markdown.ts';
import { AUTHORITY_LINE, determinationInWords, EFFECT_LINE, readsAsApproval } from './wording.ts';

const MODEL = { developer: 'Example Lab', model: 'Example', version: '1' };

describe('the words of a designation', () => {
  it('never read as an approval or a licence', () => {
    for (const determination of DETERMINATIONS) {
      expect(readsAsApproval(determinationInWords(determination, MODEL))).toBeUndefined();
    }
    expect(readsAsApproval(AUTHORITY_LINE)).toBeUndefined();
    expect(EFFECT_LINE).toContain('neither an approval nor a licence');
  });

  it.each([
    'The model is approved.',
    'Example was hereby cleared for release.',
    'The developer has been granted a licence.',
    'It may be considered authorized to deploy.',
    'We give permission.',
  ])('are refused in free text: %s', (text) => {
    expect(readsAsApproval(text)).toBeDefined();
  });

  it.each([
    'The developer publishes the model under its own licence.',
    'The two reviewers agree on the finding.',
    'The classification authority is named below.',
  ])('let plain findings pass: %s', (text) => {
    expect(readsAsApproval(text)).toBeUndefined();
  });
});

describe('the free text of a notice', () => {
  const untold = untoldOf({ results: [{ benchmark: 'Cyber Range', attempts: 418, value: 0.37 }] }, ['threshold-2026']);

  it.each([
    ['The score was high.', /score/],
    ['It solved most of cyber-range.', /names a benchmark/],
    ['Of the tasks, 418 were tried.', /a number that the assessment holds/],
    ['About 37 in a hundred were solved.', /a number that the assessment holds/],
    ['It solved 40 %.', /percentage/],
    ['It solved 0.5 of them.', /decimal/],
    ['It solved 3 out of 4.', /fraction/],
    ['By threshold-2026 it is so.', /threshold/],
  ])('tells nothing of the evidence: %s', (text, reason) => {
    expect(tellsEvidence(text, untold)).toMatch(reason);
  });

  it('may hold a date or another plain number', () => {
    expect(tellsEvidence('Cyber security of a range of owners.', untold)).toBeUndefined();
    expect(tellsEvidence('Questions may be sent until 15 January 2027.', untold)).toBeUndefined();
  });
});

describe('foreign text in a report', () => {
  it('cannot become Markdown or HTML', () => {
    expect(plainLine('<b>[x](http://h) | `c` *d*')).toBe('\\<b\\>\\[x\\](http\\://h) \\| \\`c\\` \\*d\\*');
    expect(plainParagraphs('# head\n1. one\n\n- two\nthree')).toEqual(['\\# head', '1\\. one', '\\- two', 'three']);
  });

  it('loses characters that turn or hide text', () => {
    expect(plainLine('a\u202eb\u0000c')).toBe('a b c');
  });

  it('stays within its table cell', () => {
    expect(
      table(['h'], [['a | b\nc']])
        .split('\n')
        .at(-1),
    ).toBe('| a \\| b c |');
  });
});
