import { CommanderError, InvalidArgumentError } from 'commander';
import { describe, expect, it } from 'vitest';
import { Refusal } from '../core/failure.ts';
import { describeThrown, firstFailure, UsageFault } from './outcome.ts';

describe('what was thrown', () => {
  it('is a refusal with exit code 1, told whole', () => {
    const refusal = new Refusal('input.invalid', 'No.', { where: 'here', remedy: 'Do it.' });
    expect(describeThrown(refusal)).toMatchObject({
      exit: 1,
      error: { code: 'input.invalid', message: 'No.', where: 'here', remedy: 'Do it.' },
    });
  });

  it('is wrong usage with exit code 2, whoever found it', () => {
    expect(describeThrown(new UsageFault('Twice.'))).toMatchObject({ exit: 2, isTold: false });
    expect(describeThrown(new InvalidArgumentError('Give a number.'))).toMatchObject({ exit: 2, isTold: false });
    const unknown = new CommanderError(1, 'commander.unknownCommand', "error: unknown command 'x'");
    expect(describeThrown(unknown)).toMatchObject({
      exit: 2,
      isTold: true,
      error: { code: 'usage', message: "unknown command 'x'" },
    });
    expect(describeThrown(new CommanderError(0, 'commander.help', '(outputHelp)')).exit).toBe(0);
  });

  it('is a defect with exit code 3, shown without the text of the error, which may quote a bundle', () => {
    const ending = describeThrown(new SyntaxError('Unexpected token in "score: 0.97"'));
    expect(ending).toMatchObject({ exit: 3, error: { code: 'defect' } });
    expect(JSON.stringify(ending)).not.toContain('0.97');
    expect(ending.frames.length).toBeGreaterThan(0);
    expect(describeThrown('0.97')).toMatchObject({ exit: 3, frames: [] });
  });
});

describe('the first failure of a checklist', () => {
  it('is the failed step that stands first, and none where all passed or warned', () => {
    const step = { step: 'a', outcome: 'passed' as const, code: null, detail: 'Good.' };
    const warned = { ...step, outcome: 'warning' as const, code: 'bundle.sequence-gap' };
    const failed = { ...step, step: 'b', outcome: 'failed' as const, code: 'bundle.torn', detail: 'Torn.' };
    expect(firstFailure([step, warned])).toBeUndefined();
    expect(firstFailure([step, failed, { ...failed, step: 'c' }])).toEqual({
      code: 'bundle.torn',
      message: 'Torn.',
      where: 'b',
    });
  });
});
