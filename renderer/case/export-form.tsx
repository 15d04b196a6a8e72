import { Callout, HTMLSelect, TextArea } from '@blueprintjs/core';
import { FolderOpen, Tick } from '@blueprintjs/icons';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { draftKey } from '../../desk/contract/drafts.ts';
import type { Asked } from '../../desk/contract.ts';
import { call, session } from '../bridge/call.ts';
import { useRead, useReadAgain } from '../bridge/queries.ts';
import { ChosenPath } from '../forms/chosen-path.tsx';
import { useDraft } from '../forms/draft.ts';
import { Field } from '../forms/field.tsx';
import { RefusalNotice } from '../forms/refusal-notice.tsx';
import { askedSecond, NOBODY, SecondPerson } from '../forms/second-person.tsx';
import { SignRow } from '../forms/sign-row.tsx';
import { Facts } from '../lists/facts.tsx';
import type { CaseFile } from './case-screen.tsx';

type What = NonNullable<Asked<'exportDecision'>['what']>;

interface ExportProps {
  readonly file: CaseFile;
  readonly hasDraft: boolean;
  readonly hasComplete: boolean;
}

/** Two persons release an export; it is logged, and a signed checkpoint of the audit chain goes along. */
export function ExportForm({ file, hasDraft, hasComplete }: ExportProps) {
  const { caseId, marking } = file.summary;
  const readAgain = useReadAgain();
  const workstation = useRead('showWorkstation', {});
  const complete = file.decisions.filter(({ state }) => state === 'complete').map(({ decisionId }) => decisionId);
  const hasNotice = file.notices.some(({ decisionId }) => complete.includes(decisionId));
  const options: readonly { value: What; label: string }[] = [
    ...(hasComplete ? [{ value: 'decision' as const, label: 'The decision' }] : []),
    ...(hasDraft ? [{ value: 'draft' as const, label: 'The draft, to be signed at other desks' }] : []),
    ...(hasNotice ? [{ value: 'notice' as const, label: 'The notice' }] : []),
  ];
  const [what, setWhat] = useState<What>(options[0]?.value ?? 'draft');
  const [folder, setFolder] = useState('');
  const draft = useDraft(draftKey('export', caseId), { recipients: '' });
  const { recipients } = draft.value;
  const [second, setSecond] = useState(NOBODY);
  const [passphrase, setPassphrase] = useState('');
  const needsSecond = workstation.data?.twoPersonRule ?? false;
  const missing = [
    ...(folder === '' ? ['a folder'] : []),
    ...(needsSecond && second.personId === '' ? ['a second person'] : []),
    ...(needsSecond && second.passphrase === '' ? ['their passphrase'] : []),
  ];

  const choose = useMutation({
    mutationFn: () => session('chooseFolder', { purpose: 'export' }),
    onSuccess: ({ path }) => path !== null && setFolder(path),
  });
  const release = useMutation({
    mutationFn: () =>
      call(
        'exportDecision',
        { caseId, what, folder, recipients: recipients.split(/\s+/).filter(Boolean) },
        { passphrase, ...askedSecond(second) },
      ),
    onSuccess: () => {
      draft.clear();
      return readAgain();
    },
    onSettled: () => {
      setPassphrase('');
      setSecond((before) => ({ ...before, passphrase: '' }));
    },
  });
  return (
    <form
      aria-label="Export"
      inert={draft.state === 'reading'}
      onSubmit={(event) => {
        event.preventDefault();
        if (missing.length === 0 && passphrase !== '') release.mutate();
      }}
    >
      <Field
        label="What goes out"
        help={`The case is marked ${marking}. The medium takes the marking of what is written to it.`}
      >
        {(ids) => (
          <HTMLSelect
            {...ids}
            fill
            value={what}
            onChange={(event) =>
              setWhat(options.find(({ value }) => value === event.currentTarget.value)?.value ?? what)
            }
            options={[...options]}
          />
        )}
      </Field>
      <ChosenPath
        icon={<FolderOpen />}
        choose="Choose the folder…"
        choosing={choose}
        path={folder}
        none="No folder chosen yet."
      />
      <Field
        label="Sealed to"
        optional
        help="age recipients, one a line. With any, one sealed file goes out instead of plain ones."
      >
        {(ids) => (
          <TextArea
            {...ids}
            fill
            rows={2}
            value={recipients}
            onChange={(event) => draft.set({ recipients: event.currentTarget.value })}
            spellCheck={false}
          />
        )}
      </Field>
      {needsSecond && (
        <SecondPerson
          title="Second person"
          roles={['custodian', 'reviewer', 'transfer-agent', 'consulted-official']}
          value={second}
          onChange={setSecond}
        />
      )}
      <SignRow
        act="Release"
        passphrase={passphrase}
        onPassphrase={setPassphrase}
        missing={missing}
        pending={release.isPending}
      />
      <RefusalNotice error={release.error} title="Nothing was released." />
      {release.data && (
        <Callout compact intent="success" icon={<Tick />} className="block" role="status">
          <strong>Released, marked {release.data.marking}.</strong> Logged as event {release.data.checkpoint.sequence}.
          <Facts
            rows={release.data.files.map(({ kind, path }) => [
              kind,
              <code key={path} className="break">
                {path}
              </code>,
            ])}
          />
        </Callout>
      )}
    </form>
  );
}
