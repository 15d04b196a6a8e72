import { beforeAll, describe, expect, it } from 'vitest';
import { cryptoReady } from '../crypto/ready.ts';
import { draftDecision, parseDecision } from './decision.ts';
import { digestOf, sampleDraft, samplePersons, sampleRoster } from './testing/sample.ts';

beforeAll(cryptoReady);

function sampleDeskRoster(): Uint8Array {
  return sampleRoster(Object.values(samplePersons()));
}

describe('a decision that must not be drafted', () => {
  it.each([
    [
      'reads as an approval',
      'decision.reads-as-approval',
      { rationale: [{ portionMarking: '(U)', text: 'It is approved.' }] },
    ],
    [
      'is marked below its portions',
      'decision.marking-inconsistent',
      {
        rationale: [{ portionMarking: '(C)', text: 'Text.' }],
      },
    ],
    [
      'is marked above its portions and does not say why',
      'decision.marking-inconsistent',
      {
        marking: 'CONFIDENTIAL//NOFORN',
        rationale: [{ portionMarking: '(U)', text: 'Text.' }],
        authority: { classifiedBy: 'A', derivedFrom: 'B', declassifyOn: '20511120' },
      },
    ],
    [
      'is classified by no authority',
      'decision.authority-missing',
      {
        marking: 'CONFIDENTIAL//NOFORN',
        rationale: [{ portionMarking: '(C//NF)', text: 'Text.' }],
      },
    ],
    ['both supersedes and rescinds', 'decision.malformed', { supersedes: digestOf('a'), rescinds: digestOf('b') }],
    ['rescinds and finds', 'decision.malformed', { rescinds: digestOf('b') }],
  ])('because it %s', (_words, code, more) => {
    const roster = sampleDeskRoster();
    expect(() => draftDecision(sampleDraft(roster, more))).toThrowError(expect.objectContaining({ code }));
  });

  it('may be marked above its portions where it says why', () => {
    const roster = sampleDeskRoster();
    const payload = draftDecision(
      sampleDraft(roster, {
        marking: 'CONFIDENTIAL//NOFORN',
        markingExplanation: 'The compilation tells more than its parts.',
        authority: { classifiedBy: 'A', derivedFrom: 'B', declassifyOn: '20511120' },
      }),
    );
    expect(parseDecision(payload).decision.marking).toBe('CONFIDENTIAL//NOFORN');
  });
});

describe('reading a decision', () => {
  function rewritten(change: (predicate: Record<string, unknown>) => void): Uint8Array {
    const roster = sampleDeskRoster();
    const statement = JSON.parse(new TextDecoder().decode(draftDecision(sampleDraft(roster))));
    change(statement.predicate);
    return new TextEncoder().encode(JSON.stringify(statement));
  }

  it('ignores an unknown field that has nothing to do with marking or quorum', () => {
    const payload = rewritten((predicate) => {
      predicate['colour'] = 'blue';
    });
    expect(parseDecision(payload).decision.determination).toBe('covered');
  });

  it.each([
    [
      'a field about marking',
      'decision.marking-unknown-field',
      (p: Record<string, unknown>) => {
        p['releasableTo'] = 'X';
      },
    ],
    [
      'a field in a portion',
      'decision.malformed',
      (p: Record<string, unknown>) => {
        p['rationale'] = [{ portionMarking: '(U)', text: 'T.', caveat: 'X' }];
      },
    ],
    [
      'a condition in the quorum',
      'decision.malformed',
      (p: Record<string, unknown>) => {
        p['quorum'] = { persons: 1, requirements: [], unless: 'X' };
      },
    ],
    [
      'other words on its effect',
      'decision.malformed',
      (p: Record<string, unknown>) => {
        p['effect'] = 'Approved.';
      },
    ],
    [
      'another model than its subject',
      'decision.wrong-subject',
      (p: Record<string, unknown>) => {
        p['model'] = { developer: 'Other', model: 'Other', version: '1' };
      },
    ],
  ])('refuses %s', (_words, code, change) => {
    expect(() => parseDecision(rewritten(change))).toThrowError(expect.objectContaining({ code }));
  });
});
