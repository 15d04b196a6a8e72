import { Button } from '@blueprintjs/core';
import { FolderOpen } from '@blueprintjs/icons';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { session } from '../bridge/call.ts';
import type { SessionState } from '../bridge/queries.ts';
import { RefusalNotice } from '../forms/refusal-notice.tsx';
import { SampleVault } from './sample-vault.tsx';
import type { StepProps } from './setup.ts';

interface PlaceProps extends StepProps {
  readonly state: SessionState;
  readonly onExisting: () => void;
  readonly onSample: () => void;
}

/** Where the vault lies; or one that is there already; or one filled with invented data. */
export function PlaceStep({ setup, change, state, onExisting, onSample }: PlaceProps) {
  const queries = useQueryClient();
  const choose = useMutation({
    mutationFn: () => session('chooseFolder', { purpose: 'vault' }),
    onSuccess: async ({ path, isVault }) => {
      if (path === null) return;
      if (!isVault) return change({ folder: path });
      await queries.invalidateQueries({ queryKey: ['session'] });
      onExisting();
    },
  });
  return (
    <>
      <p>
        Scrutineer keeps everything in one folder, the vault: the evidence as it was received and an encrypted database
        beside it. Choose an empty folder on a disk of this workstation. A folder that holds a vault is opened instead.
      </p>
      <div className="row chosen-file">
        <Button
          icon={<FolderOpen />}
          text="Choose a folder…"
          onClick={() => choose.mutate()}
          loading={choose.isPending}
        />
        <span className="break">{setup.folder || 'No folder chosen yet.'}</span>
      </div>
      <RefusalNotice error={choose.error} />
      {state.sampleOffered && <SampleVault onOpen={onSample} />}
    </>
  );
}
