import { Button, Callout } from '@blueprintjs/core';
import { Database, Endorsed, Export, Tick, WarningSign } from '@blueprintjs/icons';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, type ReactNode, useState } from 'react';
import type { Output } from '../../desk/contract.ts';
import { call, session } from '../bridge/call.ts';
import { useReadAgain } from '../bridge/queries.ts';
import { PassphraseField } from '../forms/passphrase-field.tsx';
import { RefusalNotice } from '../forms/refusal-notice.tsx';
import { Checklist } from '../lists/checklist.tsx';
import { useHolds } from '../shell/person.tsx';
import { count } from '../words/plain.ts';

/** Verify the chain, also against checkpoints that left earlier; check the vault; export the chain. */
export function AuditActs() {
  const readAgain = useReadAgain();
  const mayExport = useHolds('auditor', 'transfer-agent');
  const [exporting, setExporting] = useState(false);
  const [passphrase, setPassphrase] = useState('');
  const verify = useMutation({
    mutationFn: (checkpoints: string[]) => call('verifyAudit', { checkpoints }),
    onSuccess: readAgain,
  });
  const against = useMutation({
    mutationFn: () => session('chooseFiles', { purpose: 'checkpoint' }),
    onSuccess: ({ paths }) => paths.length > 0 && verify.mutate(paths),
  });
  const check = useMutation({ mutationFn: () => call('checkVault', {}), onSuccess: readAgain });
  const send = useMutation({
    mutationFn: async () => {
      const { path } = await session('chooseFolder', { purpose: 'export' });
      return path === null ? null : call('exportAudit', { folder: path }, { passphrase });
    },
    onSuccess: readAgain,
    onSettled: () => setPassphrase(''),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (passphrase !== '') send.mutate();
  };
  return (
    <section className="audit-acts" aria-label="Verify and export">
      <div className="row">
        <Button
          icon={<Endorsed />}
          text="Verify the chain"
          loading={verify.isPending}
          onClick={() => verify.mutate([])}
        />
        <Button variant="minimal" text="Verify against earlier checkpoints…" onClick={() => against.mutate()} />
        <Button
          variant="minimal"
          icon={<Database />}
          text="Check the vault"
          loading={check.isPending}
          onClick={() => check.mutate()}
        />
        {mayExport && (
          <Button
            variant="minimal"
            icon={<Export />}
            text="Export…"
            aria-expanded={exporting}
            onClick={() => setExporting(!exporting)}
          />
        )}
      </div>
      {exporting && (
        <form className="sign-row" aria-label="Export the audit chain" onSubmit={submit}>
          <PassphraseField
            label="Your passphrase"
            help="Signs the checkpoint that goes along."
            value={passphrase}
            onChange={setPassphrase}
          />
          <div className="sign-row-end">
            <Button
              type="submit"
              intent="primary"
              text="Choose a folder and export"
              disabled={passphrase === ''}
              loading={send.isPending}
            />
          </div>
        </form>
      )}
      <RefusalNotice error={verify.error ?? against.error} title="The chain was not verified." />
      <RefusalNotice error={check.error} title="The vault was not checked." />
      <RefusalNotice error={send.error} title="The chain was not exported." />
      {verify.data && (
        <Outcome checked={verify.data} label="How the chain was verified">
          {verify.data.ok ? 'The chain is whole.' : 'The chain does not hold.'} {count(verify.data.events)} events.
        </Outcome>
      )}
      {check.data && (
        <Outcome checked={check.data} label="How the vault was checked">
          {check.data.ok ? 'The vault is sound.' : 'The vault is not sound.'}
        </Outcome>
      )}
      {send.data && (
        <Callout compact role="status" className="block" intent="success" icon={<Tick />}>
          {count(send.data.events)} events written to {send.data.files.map(({ path }) => path).join(', ')}.
        </Callout>
      )}
    </section>
  );
}

interface OutcomeProps {
  readonly checked: Pick<Output<'checkVault'>, 'ok' | 'steps'>;
  readonly label: string;
  readonly children: ReactNode;
}

/** Whether what was checked holds, in a sentence, and step by step how that was found. */
function Outcome({ checked: { ok, steps }, label, children }: OutcomeProps) {
  return (
    <Callout
      compact
      role="status"
      className="block"
      intent={ok ? 'success' : 'danger'}
      icon={ok ? <Tick /> : <WarningSign />}
    >
      <strong>{children}</strong>
      <Checklist steps={steps} label={label} />
    </Callout>
  );
}
