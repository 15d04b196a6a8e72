import { Button, HTMLSelect } from '@blueprintjs/core';
import { useMutation } from '@tanstack/react-query';
import { draftKey } from '../../desk/contract/drafts.ts';
import { call, session } from '../bridge/call.ts';
import { useReadAgain } from '../bridge/queries.ts';
import { ChosenPath } from '../forms/chosen-path.tsx';
import { useDraft } from '../forms/draft.ts';
import { DraftNote } from '../forms/draft-note.tsx';
import { Field } from '../forms/field.tsx';
import { LineField } from '../forms/line-field.tsx';
import { LongTextField } from '../forms/long-text-field.tsx';
import { RefusalNotice } from '../forms/refusal-notice.tsx';
import { spelt } from '../words/foreign-text.tsx';
import type { CaseFile } from './case-screen.tsx';
import { askedScore, correcting, EMPTY_SCORE, missingIn, type TypedScore } from './score-typed.ts';

type TextField = Exclude<keyof TypedScore, 'role'>;

/** A score typed in: the number, what it is of, and where it comes from. */
export function ScoreForm({ file }: { readonly file: CaseFile }) {
  const { summary } = file;
  const readAgain = useReadAgain();
  const draft = useDraft<TypedScore>(draftKey('score', summary.caseId), EMPTY_SCORE);
  const { value: typed, set } = draft;
  const change = (part: Partial<TypedScore>) => set((before) => ({ ...before, ...part }));
  const missing = missingIn(typed);
  const record = useMutation({
    mutationFn: () => call('recordScore', askedScore(summary.caseId, typed)),
    onSuccess: async () => {
      draft.clear();
      await readAgain();
    },
  });
  const attach = useMutation({
    mutationFn: () => session('chooseFiles', { purpose: 'attachment' }),
    onSuccess: ({ paths }) => change({ attachment: paths[0] ?? '' }),
  });
  const line = (name: TextField, label: string, optional = false, help?: string) => (
    <LineField
      label={label}
      optional={optional}
      help={help}
      value={typed[name]}
      onChange={(text) => change({ [name]: text })}
    />
  );
  return (
    <form
      className="score-form"
      aria-label="Record a score"
      inert={draft.state === 'reading'}
      onSubmit={(event) => {
        event.preventDefault();
        if (missing.length === 0) record.mutate();
      }}
    >
      {file.typedScores.length > 0 && (
        <Field label="Corrects" optional help="What was recorded before stays on record and counts no more.">
          {(ids) => (
            <HTMLSelect
              {...ids}
              fill
              value={typed.supersedes}
              onChange={(event) => {
                const earlier = file.typedScores.find(({ id }) => id === event.currentTarget.value);
                set((before) => correcting(before, earlier, file.typedScores));
              }}
              options={[
                { value: '', label: 'Nothing: it is another score' },
                ...file.typedScores.map(({ id, benchmark, model, metric, value }) => ({
                  value: id,
                  label: spelt(`${benchmark}, ${model}: ${metric} ${value}`),
                })),
              ]}
            />
          )}
        </Field>
      )}
      <div className="three-columns">
        {line('benchmark', 'Benchmark')}
        {line('version', 'Version of the benchmark', true)}
        <Field label="Of">
          {(ids) => (
            <HTMLSelect
              {...ids}
              fill
              value={typed.role}
              onChange={(event) =>
                change({ role: event.currentTarget.value === 'reference' ? 'reference' : 'candidate' })
              }
              options={[
                { value: 'candidate', label: `The model under review (${summary.model})` },
                { value: 'reference', label: 'A reference model' },
              ]}
            />
          )}
        </Field>
        {typed.role === 'reference' && line('model', 'Reference model')}
        {line('metric', 'Metric', false, 'mean, accuracy, pass@1, solved-any …')}
        {line('value', 'Value')}
        {line('standardError', 'Standard error', true)}
        {line('tasks', 'Number of tasks', true)}
        {line('marking', 'Marking', false, 'A banner line, as UNCLASSIFIED')}
        {line('harness', 'Harness', true)}
        {line('source', 'Where the number stands', false, 'Report and page, notebook, screen')}
        {line('conductedBy', 'Who ran it')}
        {line('conductedAt', 'When (UTC)', false, 'As 2026-11-23 or 2026-11-23T18:40:00Z')}
      </div>
      <LongTextField
        label="Procedure"
        help="How it was run, so that somebody else could."
        rows={3}
        value={typed.procedure}
        onChange={(procedure) => change({ procedure })}
      />
      <LongTextField label="Note" optional rows={2} value={typed.note} onChange={(note) => change({ note })} />
      <ChosenPath
        choose="Attach a file…"
        choosing={attach}
        path={typed.attachment}
        none="No file attached."
        leave={{ words: 'Leave out', act: () => change({ attachment: '' }) }}
      />
      <div className="form-foot">
        <Button
          type="submit"
          intent="primary"
          text="Record the score"
          disabled={missing.length > 0}
          loading={record.isPending}
        />
        {missing.length > 0 && <span className="quiet">Still missing: {missing.join(', ')}.</span>}
        <span className="spring" />
        <DraftNote state={draft.state} />
      </div>
      <RefusalNotice error={record.error} title="The score was not recorded." />
      {record.data && <p role="status">Recorded. It counts from the next assessment on.</p>}
    </form>
  );
}
