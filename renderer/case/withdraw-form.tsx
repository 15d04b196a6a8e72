import { Button } from '@blueprintjs/core';
import { useMutation } from '@tanstack/react-query';
import { draftKey } from '../../desk/contract/drafts.ts';
import { call } from '../bridge/call.ts';
import { useReadAgain } from '../bridge/queries.ts';
import { useDraft } from '../forms/draft.ts';
import { LongTextField } from '../forms/long-text-field.tsx';
import { RefusalNotice } from '../forms/refusal-notice.tsx';
import type { CaseFile } from './case-screen.tsx';

/** Takes a draft back. It stays on record as withdrawn, with the reason. */
export function WithdrawForm({ file }: { readonly file: CaseFile }) {
  const { caseId } = file.summary;
  const readAgain = useReadAgain();
  const draft = useDraft(draftKey('withdrawal', caseId), { reason: '' });
  const withdraw = useMutation({
    mutationFn: () => call('withdrawDecision', { caseId, reason: draft.value.reason }),
    onSuccess: async () => {
      draft.clear();
      await readAgain();
    },
  });
  return (
    <form
      aria-label="Withdraw the draft"
      inert={draft.state === 'reading'}
      onSubmit={(event) => {
        event.preventDefault();
        withdraw.mutate();
      }}
    >
      <LongTextField
        label="Reason"
        help="The draft and its signatures stay on record as withdrawn."
        rows={2}
        value={draft.value.reason}
        onChange={(reason) => draft.set({ reason })}
      />
      <Button
        type="submit"
        text="Withdraw the draft"
        disabled={draft.value.reason.trim() === ''}
        loading={withdraw.isPending}
      />
      <RefusalNotice error={withdraw.error} title="The draft was not withdrawn." />
    </form>
  );
}
