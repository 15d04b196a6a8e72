import { Button, Checkbox } from '@blueprintjs/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { draftKey } from '../../desk/contract/drafts.ts';
import { call } from '../bridge/call.ts';
import { useReadAgain } from '../bridge/queries.ts';
import { useDraft } from '../forms/draft.ts';
import { DraftNote } from '../forms/draft-note.tsx';
import { LineField } from '../forms/line-field.tsx';
import { EMPTY_PORTION, filledPortions, marksOf, type Portion, Portions } from '../forms/portions.tsx';
import { RefusalNotice } from '../forms/refusal-notice.tsx';
import { SignRow } from '../forms/sign-row.tsx';
import type { CaseFile } from './case-screen.tsx';
import { NoticeDocument } from './notice-document.tsx';

interface Typed {
  readonly marking: string;
  readonly recipient: string;
  readonly remarks: readonly Portion[];
  readonly linkDecision: boolean;
}

/** The notice, written and marked afresh, and signed again by the determining official. */
export function NoticeForm({ file }: { readonly file: CaseFile }) {
  const { caseId } = file.summary;
  const readAgain = useReadAgain();
  const draft = useDraft<Typed>(
    draftKey('notice', caseId),
    { marking: 'UNCLASSIFIED', recipient: '', remarks: [EMPTY_PORTION], linkDecision: true },
    ({ remarks, marking }) => ({ portions: marksOf(remarks), banner: marking }),
  );
  const { value: typed } = draft;
  const set: typeof draft.set = (next) => {
    // What is on screen is what gets signed: another text is shown again first, and an old refusal is of the old text.
    preview.reset();
    make.reset();
    draft.set(next);
  };
  const asked = () => ({
    caseId,
    marking: typed.marking,
    ...(typed.recipient.trim() === '' ? {} : { recipient: typed.recipient }),
    remarks: filledPortions(typed.remarks),
    linkDecision: typed.linkDecision,
  });
  const preview = useMutation({ mutationFn: () => call('previewNotice', asked()) });
  const [passphrase, setPassphrase] = useState('');
  const make = useMutation({
    mutationFn: () => call('makeNotice', asked(), { passphrase }),
    onSuccess: async () => {
      preview.reset();
      draft.clear();
      await readAgain();
    },
    onSettled: () => setPassphrase(''),
  });
  return (
    <form
      aria-label="Notice"
      inert={draft.state === 'reading'}
      onSubmit={(event) => {
        event.preventDefault();
        if (preview.data && passphrase !== '') make.mutate();
      }}
    >
      <div className="two-columns">
        <LineField
          label="Marking of the notice"
          value={typed.marking}
          onChange={(marking) => set((before) => ({ ...before, marking: marking.toUpperCase() }))}
          longest={500}
          isCode
        />
        <LineField
          label="Recipient"
          optional
          value={typed.recipient}
          onChange={(recipient) => set((before) => ({ ...before, recipient }))}
        />
      </div>
      <Portions
        label="Remarks"
        optional
        portions={typed.remarks}
        onChange={(remarks) => set((before) => ({ ...before, remarks }))}
      />
      <Checkbox
        checked={typed.linkDecision}
        onChange={(event) => {
          const linkDecision = event.currentTarget.checked;
          set((before) => ({ ...before, linkDecision }));
        }}
        label="Name the decision by its digest"
      />
      <div className="form-foot">
        <DraftNote state={draft.state} />
        <span className="spring" />
        <Button
          text="Read it before you sign"
          intent={preview.data ? 'none' : 'primary'}
          disabled={typed.marking.trim() === ''}
          loading={preview.isPending}
          onClick={() => preview.mutate()}
        />
      </div>
      <RefusalNotice error={preview.error} title="This cannot be signed as a notice." />
      {preview.data && (
        <>
          <NoticeDocument label="The notice to be signed" notice={preview.data} />
          <SignRow
            act="Sign the notice"
            passphrase={passphrase}
            onPassphrase={setPassphrase}
            missing={[]}
            pending={make.isPending}
          />
        </>
      )}
      <RefusalNotice error={make.error} title="The notice was not made." />
      {make.data && <p role="status">The notice is made. It leaves by an export of its own.</p>}
    </form>
  );
}
