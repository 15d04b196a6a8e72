import { Radio, RadioGroup } from '@blueprintjs/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { draftKey } from '../../desk/contract/drafts.ts';
import type { Asked } from '../../desk/contract.ts';
import { call } from '../bridge/call.ts';
import { useReadAgain } from '../bridge/queries.ts';
import { AuthorityFields, askedAuthority, NO_AUTHORITY, type TypedAuthority } from '../forms/authority-fields.tsx';
import { useDraft } from '../forms/draft.ts';
import { DraftNote } from '../forms/draft-note.tsx';
import { EMPTY_PORTION, filledPortions, marksOf, type Portion, Portions } from '../forms/portions.tsx';
import { RefusalNotice } from '../forms/refusal-notice.tsx';
import { SignRow } from '../forms/sign-row.tsx';
import type { CaseFile } from './case-screen.tsx';
import { DecisionBasis } from './decision-basis.tsx';

type Determination = Asked<'determine'>['determination'];

interface Typed {
  readonly determination: Determination | '';
  readonly rationale: readonly Portion[];
  readonly authority: TypedAuthority;
}

const CHOICES: readonly (readonly [Determination, string])[] = [
  ['covered', 'Covered frontier model: the threshold is reached'],
  ['not-covered', 'Not covered: the evidence shows that it is not reached'],
  ['insufficient-evidence', 'Insufficient evidence: the question stays open'],
];

interface DetermineProps {
  readonly file: CaseFile;
  readonly supersedes: string | undefined;
}

/** The determination as the official writes it: finding, rationale paragraph by paragraph, signature. */
export function DetermineForm({ file, supersedes }: DetermineProps) {
  const { caseId } = file.summary;
  const readAgain = useReadAgain();
  const draft = useDraft<Typed>(
    draftKey('determination', caseId),
    { determination: '', rationale: [EMPTY_PORTION], authority: NO_AUTHORITY },
    ({ rationale }) => ({ portions: marksOf(rationale) }),
  );
  const { value: typed } = draft;
  const set: typeof draft.set = (next) => {
    // A refusal speaks of the text as it was.
    determine.reset();
    draft.set(next);
  };
  const [passphrase, setPassphrase] = useState('');
  const rationale = filledPortions(typed.rationale);
  const missing = [
    ...(typed.determination === '' ? ['a finding'] : []),
    ...(rationale.length === 0 ? ['a paragraph of rationale'] : []),
  ];

  const determine = useMutation({
    mutationFn: () => {
      if (typed.determination === '') throw new Error('Choose a finding first.');
      return call(
        'determine',
        {
          caseId,
          determination: typed.determination,
          rationale,
          ...(supersedes ? { supersedes } : {}),
          ...askedAuthority(typed.authority),
        },
        { passphrase },
      );
    },
    onSuccess: async () => {
      draft.clear();
      await readAgain();
    },
    onSettled: () => setPassphrase(''),
  });
  return (
    <form
      className="determine-form"
      aria-label="Draft the determination"
      inert={draft.state === 'reading'}
      onSubmit={(event) => {
        event.preventDefault();
        if (missing.length === 0 && passphrase !== '') determine.mutate();
      }}
    >
      <div className="two-columns wide-gap finding">
        <RadioGroup
          label="Finding"
          name="determination"
          selectedValue={typed.determination}
          onChange={(event) => {
            const chosen = CHOICES.find(([value]) => value === event.currentTarget.value)?.[0];
            set((before) => ({ ...before, determination: chosen ?? '' }));
          }}
        >
          {CHOICES.map(([value, label]) => (
            <Radio key={value} value={value} label={label} />
          ))}
        </RadioGroup>
        <DecisionBasis file={file} />
      </div>
      <Portions
        label="Rationale"
        portions={typed.rationale}
        onChange={(portions) => set((before) => ({ ...before, rationale: portions }))}
      />
      <AuthorityFields value={typed.authority} onChange={(authority) => set((before) => ({ ...before, authority }))} />
      <SignRow
        act="Sign the draft"
        passphrase={passphrase}
        onPassphrase={setPassphrase}
        missing={missing}
        pending={determine.isPending}
      >
        <DraftNote state={draft.state} />
      </SignRow>
      <RefusalNotice error={determine.error} title="The determination was not drafted." />
    </form>
  );
}
