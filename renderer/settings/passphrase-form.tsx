import { Button, Callout } from '@blueprintjs/core';
import { Tick } from '@blueprintjs/icons';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { call } from '../bridge/call.ts';
import { isChosen, NewPassphrase, NOT_CHOSEN } from '../forms/new-passphrase.tsx';
import { PassphraseField } from '../forms/passphrase-field.tsx';
import { RefusalNotice } from '../forms/refusal-notice.tsx';
import { usePerson } from '../shell/person.tsx';

/** The person's own passphrase, changed. */
export function PassphraseForm() {
  const person = usePerson();
  const [own, setOwn] = useState('');
  const [fresh, setFresh] = useState(NOT_CHOSEN);
  const ready = own !== '' && isChosen(fresh);
  const change = useMutation({
    mutationFn: () =>
      // The new passphrase crosses as the second credential of the act, under the person's own name.
      call(
        'changePassphrase',
        {},
        { passphrase: own, second: { personId: person?.personId ?? '', passphrase: fresh.passphrase } },
      ),
    onSuccess: () => setFresh(NOT_CHOSEN),
    onSettled: () => setOwn(''),
  });
  return (
    <form
      aria-label="Change your passphrase"
      onSubmit={(event) => {
        event.preventDefault();
        if (ready) change.mutate();
      }}
    >
      <PassphraseField label="Your passphrase until now" value={own} onChange={setOwn} />
      <NewPassphrase value={fresh} onChange={setFresh} />
      <p className="quiet">A copy of the vault from before still opens with the old one.</p>
      <Button type="submit" text="Change the passphrase" disabled={!ready} loading={change.isPending} />
      <RefusalNotice error={change.error} title="The passphrase was not changed." />
      {change.data && (
        <Callout compact intent="success" icon={<Tick />} className="block" role="status">
          Changed. Use the new passphrase from now on.
        </Callout>
      )}
    </form>
  );
}
