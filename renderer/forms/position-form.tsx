import { Radio, RadioGroup } from '@blueprintjs/core';
import { useMutation } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import type { Asked } from '../../desk/contract.ts';
import { POSITION, word } from '../words/terms.ts';
import { AuthorityFields, askedAuthority, NO_AUTHORITY, type TypedAuthority } from './authority-fields.tsx';
import { useDraft } from './draft.ts';
import { DraftNote } from './draft-note.tsx';
import { EMPTY_PORTION, filledPortions, marksOf, type Portion, Portions } from './portions.tsx';
import { RefusalNotice } from './refusal-notice.tsx';
import { SignRow } from './sign-row.tsx';

export type TakenPosition = Omit<Asked<'concur'>, 'caseId'>;
const POSITIONS: readonly TakenPosition['position'][] = ['concurs', 'does-not-concur', 'comments'];

interface Typed {
  /** Nothing is chosen beforehand: nobody concurs by leaving a form as it is. */
  readonly position: TakenPosition['position'] | '';
  readonly statement: readonly Portion[];
  readonly authority: TypedAuthority;
}

interface PositionFormProps {
  readonly label: string;
  /** Names the draft of what is typed here. */
  readonly draftKey: string;
  /** The words of the button. */
  readonly act: string;
  /** What else must be there before it can be signed, in words. */
  readonly missing?: readonly string[];
  readonly sign: (taken: TakenPosition, passphrase: string) => Promise<void>;
  readonly children?: ReactNode;
}

/** A position on a decision: concurring signs the decision itself, dissent and comments go on record beside it. */
export function PositionForm({ label, draftKey, act, missing = [], sign, children }: PositionFormProps) {
  const draft = useDraft<Typed>(
    draftKey,
    { position: '', statement: [EMPTY_PORTION], authority: NO_AUTHORITY },
    ({ statement }) => ({ portions: marksOf(statement) }),
  );
  const { value: typed } = draft;
  const set: typeof draft.set = (next) => {
    // A refusal speaks of the text as it was.
    signing.reset();
    draft.set(next);
  };
  const [passphrase, setPassphrase] = useState('');
  const statement = filledPortions(typed.statement);
  const { position } = typed;
  const needsStatement = position !== '' && position !== 'concurs';
  const still = [
    ...(position === '' ? ['a position'] : []),
    ...(needsStatement && statement.length === 0 ? ['a statement'] : []),
    ...missing,
  ];
  const signing = useMutation({
    mutationFn: async () => {
      if (position === '') throw new Error('Choose a position first.');
      await sign({ position, statement, ...askedAuthority(typed.authority) }, passphrase);
      draft.clear();
    },
    onSettled: () => setPassphrase(''),
  });
  return (
    <form
      className="determine-form"
      aria-label={label}
      inert={draft.state === 'reading'}
      onSubmit={(event) => {
        event.preventDefault();
        if (still.length === 0 && passphrase !== '') signing.mutate();
      }}
    >
      <RadioGroup
        inline
        label="Position"
        name={draftKey}
        selectedValue={position}
        onChange={(event) => {
          const chosen = POSITIONS.find((one) => one === event.currentTarget.value) ?? '';
          set((before) => ({ ...before, position: chosen }));
        }}
      >
        {POSITIONS.map((one) => (
          <Radio key={one} value={one} label={word(POSITION, one)} />
        ))}
      </RadioGroup>
      <Portions
        label="Statement"
        optional={!needsStatement}
        portions={typed.statement}
        onChange={(portions) => set((before) => ({ ...before, statement: portions }))}
      />
      <AuthorityFields value={typed.authority} onChange={(authority) => set((before) => ({ ...before, authority }))} />
      {children}
      <SignRow
        act={act}
        passphrase={passphrase}
        onPassphrase={setPassphrase}
        missing={still}
        pending={signing.isPending}
      >
        <DraftNote state={draft.state} />
      </SignRow>
      <RefusalNotice error={signing.error} title="Nothing was signed." />
    </form>
  );
}
