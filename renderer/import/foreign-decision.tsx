import { Button, Callout, H2 } from '@blueprintjs/core';
import { DocumentOpen, FolderOpen, Tick } from '@blueprintjs/icons';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { call, session } from '../bridge/call.ts';
import { useRead } from '../bridge/queries.ts';
import { DecisionDocument } from '../case/decision-document.tsx';
import { QuorumStanding } from '../case/quorum-standing.tsx';
import { PositionForm } from '../forms/position-form.tsx';
import { RefusalNotice } from '../forms/refusal-notice.tsx';
import { ListState } from '../lists/list-state.tsx';
import { useScreenMarking } from '../marking/screen-marking.tsx';

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
      <div className="row chosen-file">
        <Button icon={<DocumentOpen />} text="Choose the decision…" onClick={() => choose.mutate()} />
        <span className="break">{path || 'It is checked and shown before anything is signed.'}</span>
        {path !== '' && <Button variant="minimal" text="Put it away" onClick={() => setPath('')} />}
      </div>
      <RefusalNotice error={choose.error} />
      {path !== '' && <ReadAndSign key={path} path={path} />}
    </section>
  );
}

function ReadAndSign({ path }: { readonly path: string }) {
  const [folder, setFolder] = useState('');
  const [sent, setSent] = useState<readonly string[]>([]);
  const read = useRead('showDecisionFile', { path });
  useScreenMarking(read.data?.shownMarking);
  const chooseFolder = useMutation({
    mutationFn: () => session('chooseFolder', { purpose: 'export' }),
    onSuccess: (chosen) => setFolder(chosen.path ?? folder),
  });
  return (
    <ListState query={read} what="the decision">
      {(decision) => (
        <>
          <div className="decision-read">
            <QuorumStanding quorum={decision.quorum} signers={decision.signers} />
            <DecisionDocument decision={decision} />
          </div>
          <PositionForm
            key={decision.decisionId}
            label="Sign a decision from another desk"
            draftKey={`position:${decision.decisionId}`}
            act="Check and sign"
            ready={folder !== ''}
            sign={async (taken, passphrase) => {
              const { files } = await call('signDecisionFile', { path, folder, ...taken }, { passphrase });
              setSent(files.map((file) => file.path));
            }}
          >
            <div className="row chosen-file">
              <Button icon={<FolderOpen />} text="Choose where it goes back…" onClick={() => chooseFolder.mutate()} />
              <span className="break">{folder || 'No folder chosen yet.'}</span>
            </div>
            <RefusalNotice error={chooseFolder.error} />
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
