import { Button, Checkbox, HTMLSelect, NumericInput, Radio, RadioGroup } from '@blueprintjs/core';
import { useMutation } from '@tanstack/react-query';
import { draftKey } from '../../desk/contract/drafts.ts';
import type { Asked } from '../../desk/contract.ts';
import { call } from '../bridge/call.ts';
import { useReadAgain } from '../bridge/queries.ts';
import { useDraft } from '../forms/draft.ts';
import { DraftNote } from '../forms/draft-note.tsx';
import { Field } from '../forms/field.tsx';
import { LongTextField } from '../forms/long-text-field.tsx';
import { RefusalNotice } from '../forms/refusal-notice.tsx';
import { spelt } from '../words/foreign-text.tsx';
import { counted } from '../words/plain.ts';
import { FLAG } from '../words/terms.ts';
import type { Attempt } from './attempt-pages.ts';

type Asks = Asked<'adjudicate'>;
type Flag = NonNullable<Asks['flags']>[number];

interface Typed {
  readonly score: string;
  readonly verdict: Asks['verdict'];
  readonly value: string;
  readonly flags: readonly Flag[];
  readonly rationale: string;
}

const FLAGS = ['cheating', 'refusal', 'tool-fault', 'sandbagging', 'eval-awareness', 'harness-fault'] as const;

/** What a reviewer says of one score. The score itself stays; other reviewers do not see this word first. */
export function AdjudicationForm({ attempt }: { readonly attempt: Attempt }) {
  const readAgain = useReadAgain();
  const draft = useDraft<Typed>(draftKey('adjudication', attempt.attemptId), {
    score: '0',
    verdict: 'confirmed',
    value: '',
    flags: [],
    rationale: '',
  });
  const { value: typed, set } = draft;
  const change = (part: Partial<Typed>) => set((before) => ({ ...before, ...part }));
  const score = attempt.scores[Number(typed.score)] ?? attempt.scores[0];
  const number = Number(typed.value);
  const needsValue = typed.verdict === 'changed';
  const valueIsGood = typed.value.trim() !== '' && number >= 0 && number <= 1;
  const ready = score !== undefined && typed.rationale.trim() !== '' && (!needsValue || valueIsGood);

  const adjudicate = useMutation({
    mutationFn: () =>
      call('adjudicate', {
        attemptId: attempt.attemptId,
        scorer: score?.scorer ?? '',
        ...(score?.key ? { key: score.key } : {}),
        verdict: typed.verdict,
        ...(needsValue ? { value: number } : {}),
        flags: [...typed.flags],
        rationale: typed.rationale,
      }),
    onSuccess: async () => {
      draft.clear();
      await readAgain();
    },
  });
  if (score === undefined)
    return <p className="quiet block">No scorer left a score here, so there is nothing to adjudicate.</p>;
  return (
    <form
      className="adjudication"
      aria-label="Adjudicate"
      inert={draft.state === 'reading'}
      onSubmit={(event) => {
        event.preventDefault();
        if (ready) adjudicate.mutate();
      }}
    >
      <div className="adjudication-columns">
        <div>
          {attempt.scores.length > 1 && (
            <Field label="Score">
              {(ids) => (
                <HTMLSelect
                  {...ids}
                  fill
                  value={typed.score}
                  onChange={(event) => change({ score: event.currentTarget.value })}
                  options={attempt.scores.map((one, index) => ({
                    value: String(index),
                    label: spelt(`${one.scorer}${one.key === null ? '' : ` / ${one.key}`}: ${one.value}`),
                  }))}
                />
              )}
            </Field>
          )}
          <RadioGroup
            label="Verdict"
            name="verdict"
            selectedValue={typed.verdict}
            onChange={(event) => change({ verdict: verdictOf(event.currentTarget.value) })}
          >
            <Radio label={`Confirmed: ${score.value} is right`} value="confirmed" />
            <Radio label="Changed: another value is right" value="changed" />
            <Radio label="Excluded: the attempt tells nothing" value="excluded" />
          </RadioGroup>
          {needsValue && (
            <Field
              label="Value, from 0 to 1"
              problem={typed.value !== '' && !valueIsGood ? 'A number from 0 to 1.' : undefined}
            >
              {(ids) => (
                <NumericInput
                  {...ids}
                  value={typed.value}
                  onValueChange={(_, text) => change({ value: text })}
                  min={0}
                  max={1}
                  stepSize={0.1}
                  minorStepSize={0.01}
                  allowNumericCharactersOnly={false}
                  buttonPosition="none"
                />
              )}
            </Field>
          )}
          <fieldset className="flags">
            <legend>Flags</legend>
            {FLAGS.map((flag) => (
              <Checkbox
                key={flag}
                inline
                label={FLAG[flag] ?? flag}
                checked={typed.flags.includes(flag)}
                onChange={(event) =>
                  change({
                    flags: event.currentTarget.checked
                      ? [...typed.flags, flag]
                      : typed.flags.filter((one) => one !== flag),
                  })
                }
              />
            ))}
          </fieldset>
        </div>
        <LongTextField
          label="Rationale"
          help="What in the transcript shows it. Name messages by their number."
          rows={8}
          value={typed.rationale}
          onChange={(rationale) => change({ rationale })}
        />
      </div>
      <div className="form-foot">
        <DraftNote state={draft.state} />
        <span className="spring" />
        <Button
          type="submit"
          intent="primary"
          text="Record the adjudication"
          disabled={!ready}
          loading={adjudicate.isPending}
        />
      </div>
      <RefusalNotice error={adjudicate.error} title="The adjudication was not recorded." />
      {adjudicate.data && (
        <p role="status">
          Recorded. {counted(adjudicate.data.readers, 'reviewer has', 'reviewers have')} adjudicated this score.
        </p>
      )}
    </form>
  );
}

const verdictOf = (text: string): Typed['verdict'] => (text === 'changed' || text === 'excluded' ? text : 'confirmed');
