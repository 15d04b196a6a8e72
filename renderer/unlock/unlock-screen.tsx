import { Button, Card, H1, HTMLSelect, InputGroup } from '@blueprintjs/core';
import { FolderOpen, Lock, Unlock } from '@blueprintjs/icons';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import { session } from '../bridge/call.ts';
import type { SessionState } from '../bridge/queries.ts';
import { Field } from '../forms/field.tsx';
import { PassphraseField } from '../forms/passphrase-field.tsx';
import { RefusalNotice } from '../forms/refusal-notice.tsx';
import { SampleTag } from '../shell/sample-tag.tsx';
import { duration, minute } from '../words/plain.ts';
import { keepUnlockNews } from './unlock-news.ts';
import { useWaitLeft } from './wait-left.ts';

interface UnlockProps {
  readonly state: SessionState;
  readonly onNewVault: () => void;
}

/** Person and passphrase. The desk makes a person wait longer after each failure, and says how long. */
export function UnlockScreen({ state, onNewVault }: UnlockProps) {
  const queries = useQueryClient();
  const [personId, setPersonId] = useState(state.persons[0]?.personId ?? '');
  const [passphrase, setPassphrase] = useState('');
  const [waited, setWaited] = useState(0);
  const folder = state.vault?.folder ?? '';
  const field = useRef<HTMLDivElement>(null);

  const unlock = useMutation({
    mutationFn: (who: string) => session('unlock', { folder, personId: who, passphrase }),
    onSuccess: async (news) => {
      keepUnlockNews(news);
      setPassphrase('');
      await queries.invalidateQueries();
    },
    onError: () => setPassphrase(''),
  });
  const choose = useMutation({
    mutationFn: () => session('chooseFolder', { purpose: 'vault' }),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['session'] }),
  });

  // A refusal, and the wait it asks for, is of the person who was tried and of nobody else.
  const error = unlock.variables === personId ? unlock.error : null;
  const waitLeft = useWaitLeft(unlock.error);
  const left = error === null ? 0 : waitLeft;
  // The field was shut while the desk was at work: after a refusal it takes the focus back.
  useEffect(() => {
    if (unlock.isError) field.current?.querySelector('input')?.focus();
  }, [unlock.isError]);

  // Deriving a key is slow on purpose, so the screen says that it is at work.
  useEffect(() => {
    if (!unlock.isPending) return undefined;
    setWaited(0);
    const timer = setInterval(() => setWaited((seconds) => seconds + 1), 1000);
    return () => clearInterval(timer);
  }, [unlock.isPending]);

  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (passphrase !== '' && personId !== '' && !unlock.isPending && left === 0) unlock.mutate(personId);
  };

  return (
    <main className="alone">
      <Card className="unlock-card" elevation={1}>
        <div className="unlock-head">
          <Lock size={24} />
          <div>
            <H1 className="unlock-title">Scrutineer</H1>
            <p className="quiet">{state.vault?.name ?? 'Review desk'}</p>
            {state.sample && <SampleTag />}
          </div>
        </div>
        <form onSubmit={submit} aria-label="Unlock the desk">
          <Field label="Person">
            {(ids) =>
              state.persons.length > 0 ? (
                <HTMLSelect
                  {...ids}
                  fill
                  value={personId}
                  onChange={(event) => setPersonId(event.currentTarget.value)}
                  options={state.persons.map((person) => ({
                    value: person.personId,
                    label: person.name === person.personId ? person.name : `${person.name} (${person.personId})`,
                  }))}
                />
              ) : (
                <InputGroup {...ids} value={personId} onValueChange={setPersonId} autoComplete="off" />
              )
            }
          </Field>
          <div ref={field}>
            <PassphraseField
              label="Passphrase"
              value={passphrase}
              onChange={setPassphrase}
              autoFocus
              disabled={unlock.isPending}
            />
          </div>
          <Button
            type="submit"
            intent="primary"
            fill
            icon={<Unlock />}
            loading={unlock.isPending}
            disabled={passphrase === '' || personId === '' || left > 0}
            text="Unlock"
          />
        </form>
        <p className="quiet unlock-wait" role="status">
          {unlock.isPending && waited >= 2
            ? `Working for ${waited} s. Turning a passphrase into a key is slow on purpose.`
            : error
              ? 'After three wrong passphrases each makes the next wait twice as long, up to five minutes.'
              : ''}
        </p>
        <RefusalNotice error={error} />
        {left > 0 && (
          <p className="unlock-left" role="timer">
            <strong>{duration(left)}</strong> to wait before the next try.
          </p>
        )}
        <dl className="facts unlock-facts">
          <div>
            <dt>Vault</dt>
            <dd className="break">{folder || 'none chosen'}</dd>
          </div>
          <div>
            <dt>Last unlocked</dt>
            <dd>{state.lastUnlock ? `${minute(state.lastUnlock)} UTC` : 'not known before unlocking'}</dd>
          </div>
        </dl>
        <div className="row">
          <Button
            variant="minimal"
            icon={<FolderOpen />}
            text="Choose another vault…"
            onClick={() => choose.mutate()}
          />
          <Button variant="minimal" text="Set up a new vault" onClick={onNewVault} />
        </div>
        <RefusalNotice error={choose.error} />
      </Card>
      <p className="quiet">
        {state.software.name} {state.software.version}. Nothing leaves this workstation except by an export that you
        make.
      </p>
    </main>
  );
}
