import { Button, HTMLSelect, InputGroup, TextArea } from '@blueprintjs/core';
import { useMutation } from '@tanstack/react-query';
import { call, session } from '../bridge/call.ts';
import { useReadAgain } from '../bridge/queries.ts';
import { useDraft } from '../forms/draft.ts';
import { DraftNote } from '../forms/draft-note.tsx';
import { Field } from '../forms/field.tsx';
import { RefusalNotice } from '../forms/refusal-notice.tsx';
import type { CaseFile } from './case-screen.tsx';
import { askedScore, EMPTY_SCORE, missingIn, type TypedScore } from './score-typed.ts';

type TextField = Exclude<keyof TypedScore, 'role'>;

/** A score typed in: the number, what it is of, and where it comes from. */
export function ScoreForm({ file }: { readonly file: CaseFile }) {
  const { summary } = file;
  const readAgain = useReadAgain();
  const draft = useDraft<TypedScore>(`score:${summary.caseId}`, EMPTY_SCORE);
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
    <Field label={label} optional={optional} help={help}>
      {(ids) => (
        <InputGroup {...ids} value={typed[name]} onValueChange={(text) => change({ [name]: text })} maxLength={300} />
      )}
    </Field>
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
      <Field label="Procedure" help="How it was run, so that somebody else could.">
        {(ids) => (
          <TextArea
            {...ids}
            fill
            rows={3}
            value={typed.procedure}
            onChange={(event) => change({ procedure: event.currentTarget.value })}
            maxLength={20_000}
          />
        )}
      </Field>
      <Field label="Note" optional>
        {(ids) => (
          <TextArea
            {...ids}
            fill
            rows={2}
            value={typed.note}
            onChange={(event) => change({ note: event.currentTarget.value })}
            maxLength={20_000}
          />
        )}
      </Field>
      <div className="row chosen-file">
        <Button text="Attach a file…" onClick={() => attach.mutate()} loading={attach.isPending} />
        <span className="break">{typed.attachment || 'No file attached.'}</span>
        {typed.attachment !== '' && (
          <Button variant="minimal" text="Leave out" onClick={() => change({ attachment: '' })} />
        )}
      </div>
      <RefusalNotice error={attach.error} />
      <div className="form-foot">
        <DraftNote state={draft.state} />
        <span className="spring" />
        <span className="quiet">{missing.length > 0 ? `Still missing: ${missing.join(', ')}.` : ''}</span>
        <Button
          type="submit"
          intent="primary"
          text="Record the score"
          disabled={missing.length > 0}
          loading={record.isPending}
        />
      </div>
      <RefusalNotice error={record.error} title="The score was not recorded." />
      {record.data && <p role="status">Recorded. It counts from the next assessment on.</p>}
    </form>
  );
}
