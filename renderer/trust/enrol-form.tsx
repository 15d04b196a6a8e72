import { Button, Callout, Checkbox } from '@blueprintjs/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { draftKey } from '../../desk/contract/drafts.ts';
import { session } from '../bridge/call.ts';
import { useReadAgain } from '../bridge/queries.ts';
import { useDraft } from '../forms/draft.ts';
import { DraftNote } from '../forms/draft-note.tsx';
import { LineField } from '../forms/line-field.tsx';
import { isChosen, NewPassphrase, NOT_CHOSEN } from '../forms/new-passphrase.tsx';
import { PassphraseField } from '../forms/passphrase-field.tsx';
import { RefusalNotice } from '../forms/refusal-notice.tsx';
import { isShortName, ShortNameField } from '../forms/short-name-field.tsx';
import { NotYours, useHolds } from '../shell/person.tsx';
import { FingerprintWords } from './fingerprint.tsx';
import { SaveCard } from './save-card.tsx';
import type { WorkstationView } from './trust-screen.tsx';

const EMPTY = { personId: '', name: '', organization: '', postQuantum: false };

/** The newcomer chooses a passphrase at this desk; the card that comes of it goes to the roster authority. */
export function EnrolForm({ workstation }: { readonly workstation: WorkstationView }) {
  const readAgain = useReadAgain();
  const mayEnrol = useHolds('custodian') || workstation.roster === null;
  const { value: typed, set: setTyped, clear, state: draftState } = useDraft(draftKey('enrolment'), EMPTY);
  const [fresh, setFresh] = useState(NOT_CHOSEN);
  const [own, setOwn] = useState('');
  const ready =
    isShortName(typed.personId) &&
    typed.name.trim() !== '' &&
    typed.organization.trim() !== '' &&
    isChosen(fresh) &&
    own !== '';
  const enrol = useMutation({
    mutationFn: () => session('enrol', { ...typed, passphrase: own, newPassphrase: fresh.passphrase }),
    onSuccess: async () => {
      clear();
      setFresh(NOT_CHOSEN);
      await readAgain();
    },
    onSettled: () => setOwn(''),
  });
  if (!mayEnrol) return <NotYours act="Enrolling a person" roles={['custodian']} />;
  return (
    <form
      className="narrow-form"
      aria-label="Enrol a person"
      inert={draftState === 'reading'}
      onSubmit={(event) => {
        event.preventDefault();
        if (ready) enrol.mutate();
      }}
    >
      <div className="three-columns">
        <LineField label="Name" value={typed.name} onChange={(name) => setTyped({ ...typed, name })} />
        <ShortNameField value={typed.personId} onChange={(personId) => setTyped({ ...typed, personId })} />
        <LineField
          label="Organization"
          value={typed.organization}
          onChange={(organization) => setTyped({ ...typed, organization })}
        />
      </div>
      <p className="quiet">The newcomer types here and nobody looks. Nobody can recover this passphrase.</p>
      <NewPassphrase value={fresh} onChange={setFresh} />
      <Checkbox
        checked={typed.postQuantum}
        onChange={(event) => setTyped({ ...typed, postQuantum: event.currentTarget.checked })}
        label="Also make an ML-DSA-87 key"
      />
      <div className="two-columns">
        <PassphraseField label="Custodian’s passphrase" value={own} onChange={setOwn} />
      </div>
      <div className="row">
        <Button type="submit" intent="primary" text="Enrol" disabled={!ready} loading={enrol.isPending} />
        <DraftNote state={draftState} />
      </div>
      <RefusalNotice error={enrol.error} title="Nobody was enrolled." />
      {enrol.data && (
        <Callout compact intent="success" className="block" role="status">
          <p>
            {enrol.data.personId} is enrolled and holds a role as soon as a roster names this key. Send the card to the
            roster authority.
          </p>
          {enrol.data.fingerprints.map((words) => (
            <FingerprintWords key={words} title={`Key of ${enrol.data.personId}`} words={words} />
          ))}
          <SaveCard key={enrol.data.personId} text="Save the card…" name={enrol.data.personId} card={enrol.data.card} />
        </Callout>
      )}
    </form>
  );
}
