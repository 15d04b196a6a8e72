import { Button } from '@blueprintjs/core';
import { DocumentOpen } from '@blueprintjs/icons';
import { useMutation } from '@tanstack/react-query';
import { call, session } from '../bridge/call.ts';
import { useReadAgain } from '../bridge/queries.ts';
import { RefusalNotice } from '../forms/refusal-notice.tsx';
import { NotYours, useHolds } from '../shell/person.tsx';
import { counted } from '../words/plain.ts';
import type { CaseFile } from './case-screen.tsx';

/** Takes in what officials at other desks signed. */
export function ReceivePositions({ file }: { readonly file: CaseFile }) {
  const { caseId } = file.summary;
  const readAgain = useReadAgain();
  const mayReceive = useHolds('transfer-agent');
  const receive = useMutation({
    mutationFn: async () => {
      const { paths } = await session('chooseFiles', { purpose: 'decision' });
      return paths.length === 0 ? null : call('receivePositions', { caseId, paths });
    },
    onSuccess: async (received) => {
      if (!received) return;
      await readAgain();
    },
  });
  if (!mayReceive) return <NotYours act="Taking in positions" roles={['transfer-agent']} />;
  return (
    <>
      <div className="row">
        <Button
          icon={<DocumentOpen />}
          text="Take in signed files…"
          onClick={() => receive.mutate()}
          loading={receive.isPending}
        />
        <span role="status">
          {receive.data
            ? `Taken in: ${counted(receive.data.positions, 'position')}, signatures of ${receive.data.signers.join(', ') || 'nobody'}.`
            : ''}
        </span>
      </div>
      <RefusalNotice error={receive.error} title="The files were not taken in." />
    </>
  );
}
