import { Radio, RadioGroup } from '@blueprintjs/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { Asked } from '../../desk/contract.ts';
import { call } from '../bridge/call.ts';
import { useReadAgain } from '../bridge/queries.ts';
import { AuthorityFields, askedAuthority, NO_AUTHORITY, type TypedAuthority } from '../forms/authority-fields.tsx';
import { useDraft } from '../forms/draft.ts';
import { DraftNote } from '../forms/draft-note.tsx';
import { EMPTY_PORTION, filledPortions, type Portion, Portions } from '../forms/portions.tsx';
import { RefusalNotice } from '../forms/refusal-notice.tsx';
import { SignRow } from '../forms/sign-row.tsx';
import { POSITION, word } from '../words/terms.ts';
import type { CaseFile } from './case-screen.tsx';
import { useMissing } from './missing.ts';

type Position = Asked<'concur'>['position'];
export const POSITIONS: readonly Position[] = ['concurs', 'does-not-concur', 'comments'];

interface Typed {
  readonly position: Position;
  readonly statement: readonly Portion[];
  readonly authority: TypedAuthority;
}

/** A consulted official's position on the draft: concurring signs the decision itself, dissent goes on record with it. */
export function ConcurForm({ file, decisionId }: { readonly file: CaseFile; readonly decisionId: string }) {
  const { caseId } = file.summary;
  const readAgain = useReadAgain();
  const { told } = useMissing(caseId);
  const draft = useDraft<Typed>(`position:${decisionId}`, {
    position: 'concurs',
    statement: [EMPTY_PORTION],
    authority: NO_AUTHORITY,
  });
  const { value: typed, set } = draft;
  const [passphrase, setPassphrase] = useState('');
  const statement = filledPortions(typed.statement);
  const ready = typed.position === 'concurs' || statement.length > 0;
  const concur = useMutation({
    mutationFn: () =>
      call(
        'concur',
        { caseId, position: typed.position, statement, ...askedAuthority(typed.authority) },
        { passphrase },
      ),
    onSuccess: async ({ missing }) => {
      told(missing);
      draft.clear();
      await readAgain();
    },
    onSettled: () => setPassphrase(''),
  });
  return (
    <form
      aria-label="Take a position"
      onSubmit={(event) => {
        event.preventDefault();
        if (ready && passphrase !== '') concur.mutate();
      }}
    >
      <RadioGroup
        inline
        label="Position"
        name="position"
        selectedValue={typed.position}
        onChange={(event) => {
          const position = POSITIONS.find((one) => one === event.currentTarget.value) ?? 'concurs';
          set((before) => ({ ...before, position }));
        }}
      >
        {POSITIONS.map((position) => (
          <Radio key={position} value={position} label={word(POSITION, position)} />
        ))}
      </RadioGroup>
      <Portions
        label={typed.position === 'concurs' ? 'Statement (optional)' : 'Statement'}
        portions={typed.statement}
        onChange={(portions) => set((before) => ({ ...before, statement: portions }))}
      />
      <AuthorityFields value={typed.authority} onChange={(authority) => set((before) => ({ ...before, authority }))} />
      <SignRow
        act="Sign the position"
        passphrase={passphrase}
        onPassphrase={setPassphrase}
        ready={ready}
        pending={concur.isPending}
      >
        <DraftNote state={draft.state} />
      </SignRow>
      <RefusalNotice error={concur.error} title="The position was not taken." />
    </form>
  );
}
