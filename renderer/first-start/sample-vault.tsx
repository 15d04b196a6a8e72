import { Button, Divider } from '@blueprintjs/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { listen, session } from '../bridge/call.ts';
import { RefusalNotice } from '../forms/refusal-notice.tsx';
import { Facts } from '../lists/facts.tsx';
import { SampleTag } from '../shell/sample-tag.tsx';
import { ROLE, word } from '../words/terms.ts';

/** A throwaway vault with invented data, and the persons who can open it. */
export function SampleVault({ onOpen }: { readonly onOpen: () => void }) {
  const queries = useQueryClient();
  const [step, setStep] = useState('');
  const fill = useMutation({ mutationFn: () => session('sampleVault', {}) });
  const open = useMutation({
    mutationFn: async () => {
      if (!fill.data) return;
      const { folder, personId, passphrase } = fill.data;
      await session('unlock', { folder, personId, passphrase });
    },
    onSuccess: async () => {
      await queries.invalidateQueries();
      onOpen();
    },
  });
  useEffect(() => listen('progress', (event) => event.name === 'sampleVault' && setStep(event.step)), []);
  return (
    <>
      <Divider className="wizard-divider" />
      <p>
        <strong>Only looking?</strong> A throwaway vault with an invented case, its transcripts and a policy. Nothing in
        it is real, it is marked as a sample on every screen, and it guards nothing.
      </p>
      {fill.data ? (
        <section aria-label="Sample persons" className="sample-persons">
          <p>
            <SampleTag />
          </p>
          <p>
            The sample vault is ready. These persons can unlock it; write the passphrases down to try their parts, for
            they are not shown again:
          </p>
          <Facts
            rows={fill.data.persons.map(({ personId, name, roles, passphrase }) => [
              `${name} (${personId}): ${roles.map((role) => word(ROLE, role).toLowerCase()).join(', ')}`,
              <code key={personId}>{passphrase}</code>,
            ])}
          />
          <Button
            intent="primary"
            text={`Open it as ${fill.data.personId}`}
            onClick={() => open.mutate()}
            loading={open.isPending}
          />
        </section>
      ) : (
        <div className="row">
          <Button text="Fill a sample vault" onClick={() => fill.mutate()} loading={fill.isPending} />
          <span role="status" className="quiet">
            {fill.isPending ? step || 'This takes a while…' : ''}
          </span>
        </div>
      )}
      <RefusalNotice error={fill.error} title="The sample vault was not made." />
      <RefusalNotice error={open.error} title="The sample vault was not opened." />
    </>
  );
}
