import { Checkbox } from '@blueprintjs/core';
import { DocumentOpen } from '@blueprintjs/icons';
import { useMutation } from '@tanstack/react-query';
import { session } from '../bridge/call.ts';
import { ChosenPath } from '../forms/chosen-path.tsx';
import { FingerprintWords } from '../trust/fingerprint.tsx';
import type { StepProps } from './setup.ts';

/** Pins the key that signs rosters. Everything this desk trusts hangs on it, so a person compares it. */
export function RootStep({ setup, change }: StepProps) {
  const choose = useMutation({
    mutationFn: async () => {
      const { paths } = await session('chooseFiles', { purpose: 'root' });
      const [path] = paths;
      return path === undefined ? null : { path, root: await session('readRoot', { path }) };
    },
    onSuccess: (found) => {
      if (found) change({ rootPath: found.path, root: found.root, compared: false });
    },
  });
  return (
    <>
      <p>
        The roster authority signs the list of persons and laboratories that this desk trusts. Choose its public key, a
        PEM file, and compare the fingerprint with one that reached you another way: on paper, or read aloud.
      </p>
      <ChosenPath
        icon={<DocumentOpen />}
        choose="Choose the root key…"
        choosing={choose}
        path={setup.rootPath}
        none="No key chosen yet."
        refused="This is not a usable key."
      />
      {setup.root?.fingerprints.map(({ algorithm, words }) => (
        <FingerprintWords key={words} title={algorithm} words={words} />
      ))}
      {setup.root && (
        <Checkbox
          checked={setup.compared}
          onChange={(event) => change({ compared: event.currentTarget.checked })}
          label="I compared every group with a copy that did not come on this medium"
        />
      )}
    </>
  );
}
