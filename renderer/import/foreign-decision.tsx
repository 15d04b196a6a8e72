import { Callout, H2 } from '@blueprintjs/core';
import { DocumentOpen, FolderOpen, Tick } from '@blueprintjs/icons';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { draftKey } from '../../desk/contract/drafts.ts';
import { call, session } from '../bridge/call.ts';
import { useRead } from '../bridge/queries.ts';
import { DecisionRead } from '../case/decision-read.tsx';
import { ChosenPath } from '../forms/chosen-path.tsx';
import { PositionForm } from '../forms/position-form.tsx';
import { ListState } from '../lists/list-state.tsx';

/** A drafted decision that came on a medium from another desk: read it, take a position, and carry back what was signed. */
export function ForeignDecision() {
  const [path, setPath] = useState('');
  const choose = useMutation({
    mutationFn: () => session('chooseFiles', { purpose: 'decision' }),
    onSuccess: ({ paths }) => setPath(paths[0] ?? path),
  });
  return (
    <section aria-label="A decision from another desk">
      <H2>A decision from another desk</H2>
      <ChosenPath
        icon={<DocumentOpen />}
        choose="Choose the decision…"
        choosing={choose}
        path={path}
        none="It is checked and shown before anything is signed."
        leave={{ words: 'Put it away', act: () => setPath('') }}
      />
      {path !== '' && <ReadAndSign key={path} path={path} />}
    </section>
  );
}

function ReadAndSign({ path }: { readonly path: string }) {
  const [folder, setFolder] = useState('');
  const [sent, setSent] = useState<readonly string[]>([]);
  const read = useRead('showDecisionFile', { path });
  const chooseFolder = useMutation({
    mutationFn: () => session('chooseFolder', { purpose: 'export' }),
    onSuccess: (chosen) => setFolder(chosen.path ?? folder),
  });
  return (
    <ListState query={read} what="the decision">
      {(decision) => (
        <>
          <DecisionRead decision={decision} />
          <PositionForm
            key={decision.decisionId}
            label="Sign a decision from another desk"
            draftKey={draftKey('position', decision.decisionId)}
            act="Check and sign"
            missing={folder === '' ? ['where it goes back'] : []}
            sign={async (taken, passphrase) => {
              const { files } = await call('signDecisionFile', { path, folder, ...taken }, { passphrase });
              setSent(files.map((file) => file.path));
            }}
          >
            <ChosenPath
              icon={<FolderOpen />}
              choose="Choose where it goes back…"
              choosing={chooseFolder}
              path={folder}
              none="No folder chosen yet."
            />
          </PositionForm>
          {sent.length > 0 && (
            <Callout compact intent="success" icon={<Tick />} className="block" role="status">
              Signed. Send back: {sent.join(' and ')}.
            </Callout>
          )}
        </>
      )}
    </ListState>
  );
}
