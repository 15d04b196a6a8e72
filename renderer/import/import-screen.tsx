import { Button, Checkbox, H2 } from '@blueprintjs/core';
import { Document, FolderOpen, Inbox } from '@blueprintjs/icons';
import { useMutation } from '@tanstack/react-query';
import { useCallback, useEffect, useRef, useState } from 'react';
import { listen, session } from '../bridge/call.ts';
import { useRead } from '../bridge/queries.ts';
import { RefusalNotice } from '../forms/refusal-notice.tsx';
import { askedSecond, NOBODY, SecondPerson } from '../forms/second-person.tsx';
import { NotYours, useHolds } from '../shell/person.tsx';
import { ScreenTitle } from '../shell/screen-title.tsx';
import { counted } from '../words/plain.ts';
import { ForeignDecision } from './foreign-decision.tsx';
import { ImportQueue } from './import-queue.tsx';
import { Quarantine } from './quarantine.tsx';

/** Media come in: the files, who witnesses, and what became of each. */
export function ImportScreen() {
  const workstation = useRead('showWorkstation', {});
  const mayImport = useHolds('transfer-agent');
  const mayPosition = useHolds('consulted-official', 'determining-official');
  const [paths, setPaths] = useState<readonly string[]>([]);
  const [second, setSecond] = useState(NOBODY);
  const form = useRef<HTMLFormElement>(null);
  const [acceptGap, setAcceptGap] = useState(false);
  const needsWitness = workstation.data?.twoPersonRule ?? false;

  const add = useCallback((more: readonly string[]) => setPaths((before) => [...new Set([...before, ...more])]), []);
  useEffect(() => (mayImport ? listen('dropped', (event) => add(event.paths)) : undefined), [add, mayImport]);

  const choose = useMutation({
    mutationFn: (folders: boolean) => session('chooseFiles', { purpose: 'bundle', folders }),
    onSuccess: (chosen) => add(chosen.paths),
  });
  const start = useMutation({
    mutationFn: () =>
      session('startImport', {
        paths: [...paths],
        acceptGap,
        ...askedSecond(second),
      }),
    onSuccess: () => setPaths([]),
    // What was chosen stays for the next try; only the passphrase is typed again.
    onError: () => form.current?.querySelector<HTMLInputElement>('input[type="password"]')?.focus(),
    onSettled: () => setSecond((before) => ({ ...before, passphrase: '' })),
  });
  const missing = [
    ...(paths.length > 0 ? [] : ['files']),
    // Before the desk has told whether it takes two, nothing starts.
    ...(workstation.data === undefined ? ['what this workstation asks for'] : []),
    ...(needsWitness && second.personId === '' ? ['a witness'] : []),
    ...(needsWitness && second.passphrase === '' ? ['the passphrase of the witness'] : []),
  ];

  return (
    <>
      <ScreenTitle>Import</ScreenTitle>
      {mayImport ? (
        <div className="import-top">
          <section className="drop-place" aria-label="Files to import">
            <Inbox size={32} />
            <p>
              <strong>Drop sealed bundles or folders here</strong>
              <br />
              <span className="quiet">They are checked before anything is read, and kept as received.</span>
            </p>
            <div className="row">
              <Button icon={<Document />} text="Choose files…" onClick={() => choose.mutate(false)} />
              <Button icon={<FolderOpen />} text="Choose folders…" onClick={() => choose.mutate(true)} />
            </div>
            <RefusalNotice error={choose.error} />
          </section>
          <form
            ref={form}
            className="import-start"
            aria-label="Start the import"
            onSubmit={(event) => {
              event.preventDefault();
              if (missing.length === 0) start.mutate();
            }}
          >
            <H2>
              {paths.length === 0
                ? 'Nothing chosen yet'
                : counted(paths.length, 'file or folder chosen', 'files or folders chosen')}
            </H2>
            {paths.length > 0 && (
              <ul className="chosen-paths" aria-label="Chosen">
                {paths.map((path) => (
                  <li key={path}>
                    <span className="break">{path}</span>
                    <Button
                      size="small"
                      variant="minimal"
                      text="Leave out"
                      aria-label={`Leave out ${path}`}
                      onClick={() => setPaths(paths.filter((other) => other !== path))}
                    />
                  </li>
                ))}
              </ul>
            )}
            {needsWitness && (
              <SecondPerson
                title="Witness"
                roles={['transfer-agent', 'custodian', 'reviewer']}
                value={second}
                onChange={setSecond}
              />
            )}
            <RefusalNotice error={start.error} title="The import did not start." />
            <Checkbox
              checked={acceptGap}
              onChange={(event) => setAcceptGap(event.currentTarget.checked)}
              label="Accept a gap in the producer’s sequence; it stays on record"
            />
            <div className="row">
              <Button
                type="submit"
                intent="primary"
                text="Import"
                disabled={missing.length > 0}
                loading={start.isPending}
              />
              {missing.length > 0 && <span className="quiet">Still missing: {missing.join(', ')}.</span>}
            </div>
          </form>
        </div>
      ) : (
        <NotYours act="Bringing media in" roles={['transfer-agent']} />
      )}
      <ImportQueue />
      <Quarantine />
      {mayPosition && <ForeignDecision />}
    </>
  );
}
