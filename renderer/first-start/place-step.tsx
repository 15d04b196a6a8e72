import { Callout } from '@blueprintjs/core';
import { FolderOpen } from '@blueprintjs/icons';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { session } from '../bridge/call.ts';
import type { SessionState } from '../bridge/queries.ts';
import { ChosenPath } from '../forms/chosen-path.tsx';
import { ForeignText } from '../words/foreign-text.tsx';
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
      {state.vault && state.phase === 'no-vault' && (
        <Callout intent="warning" role="alert" compact>
          There is no vault any more at <ForeignText>{state.vault.folder}</ForeignText>, where it was opened last.
          Connect the disk that holds it, or ask for the right to read it; then choose its folder below.
        </Callout>
      )}
      <p>
        Scrutineer keeps everything in one folder, the vault: the evidence as it was received and an encrypted database
        beside it. Choose an empty folder on a disk of this workstation. A folder that holds a vault is opened instead.
      </p>
      <ChosenPath
        icon={<FolderOpen />}
        choose="Choose a folder…"
        choosing={choose}
        path={setup.folder}
        none="No folder chosen yet."
      />
      {state.sampleOffered && <SampleVault onOpen={onSample} />}
    </>
  );
}
