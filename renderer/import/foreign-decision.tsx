import { Button, Callout, H2, Radio, RadioGroup } from '@blueprintjs/core';
import { DocumentOpen, FolderOpen, Tick } from '@blueprintjs/icons';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { Asked } from '../../desk/contract.ts';
import { call, session } from '../bridge/call.ts';
import { AuthorityFields, askedAuthority, NO_AUTHORITY, type TypedAuthority } from '../forms/authority-fields.tsx';
import { useDraft } from '../forms/draft.ts';
import { DraftNote } from '../forms/draft-note.tsx';
import { EMPTY_PORTION, filledPortions, type Portion, Portions } from '../forms/portions.tsx';
import { RefusalNotice } from '../forms/refusal-notice.tsx';
import { SignRow } from '../forms/sign-row.tsx';
import { POSITION, word } from '../words/terms.ts';

type Position = Asked<'signDecisionFile'>['position'];
const POSITIONS: readonly Position[] = ['concurs', 'does-not-concur', 'comments'];

interface Typed {
  readonly position: Position;
  readonly statement: readonly Portion[];
  readonly authority: TypedAuthority;
}

/** A drafted decision that came on a medium from another desk: a position on it, and what goes back. */
export function ForeignDecision() {
  const [path, setPath] = useState('');
  const [folder, setFolder] = useState('');
  const [passphrase, setPassphrase] = useState('');
  const draft = useDraft<Typed>('position:foreign', {
    position: 'concurs',
    statement: [EMPTY_PORTION],
    authority: NO_AUTHORITY,
  });
  const { value: typed, set } = draft;
  const statement = filledPortions(typed.statement);
  const ready = path !== '' && folder !== '' && (typed.position === 'concurs' || statement.length > 0);
  const choose = useMutation({
    mutationFn: () => session('chooseFiles', { purpose: 'decision' }),
    onSuccess: ({ paths }) => setPath(paths[0] ?? path),
  });
  const chooseFolder = useMutation({
    mutationFn: () => session('chooseFolder', { purpose: 'export' }),
    onSuccess: (chosen) => setFolder(chosen.path ?? folder),
  });
  const sign = useMutation({
    mutationFn: () =>
      call(
        'signDecisionFile',
        { path, folder, position: typed.position, statement, ...askedAuthority(typed.authority) },
        { passphrase },
      ),
    onSuccess: () => draft.clear(),
    onSettled: () => setPassphrase(''),
  });
  return (
    <section aria-label="A decision from another desk">
      <H2>A decision from another desk</H2>
      <form
        className="determine-form"
        aria-label="Sign a decision from another desk"
        onSubmit={(event) => {
          event.preventDefault();
          if (ready && passphrase !== '') sign.mutate();
        }}
      >
        <div className="row chosen-file">
          <Button icon={<DocumentOpen />} text="Choose the decision…" onClick={() => choose.mutate()} />
          <span className="break">{path || 'No decision chosen yet.'}</span>
        </div>
        <div className="row chosen-file">
          <Button icon={<FolderOpen />} text="Choose where it goes back…" onClick={() => chooseFolder.mutate()} />
          <span className="break">{folder || 'No folder chosen yet.'}</span>
        </div>
        <RefusalNotice error={choose.error ?? chooseFolder.error} />
        <RadioGroup
          inline
          label="Position"
          name="foreign-position"
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
        <AuthorityFields
          value={typed.authority}
          onChange={(authority) => set((before) => ({ ...before, authority }))}
        />
        <SignRow
          act="Check and sign"
          passphrase={passphrase}
          onPassphrase={setPassphrase}
          ready={ready}
          pending={sign.isPending}
        >
          <DraftNote state={draft.state} />
        </SignRow>
        <RefusalNotice error={sign.error} title="The decision was not signed." />
        {sign.data && (
          <Callout compact intent="success" icon={<Tick />} className="block" role="status">
            Signed. Send back: {sign.data.files.map((file) => file.path).join(' and ')}.
          </Callout>
        )}
      </form>
    </section>
  );
}
