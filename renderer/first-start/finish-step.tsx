import { Button, Callout, H2 } from '@blueprintjs/core';
import { ArrowRight, Export, Tick } from '@blueprintjs/icons';
import { useMutation } from '@tanstack/react-query';
import type { SessionOutput } from '../../desk/contract/session.ts';
import { session } from '../bridge/call.ts';
import { RefusalNotice } from '../forms/refusal-notice.tsx';
import { FingerprintWords } from '../trust/fingerprint.tsx';
import { ImportDocument } from '../trust/import-document.tsx';

interface FinishProps {
  readonly made: SessionOutput<'initVault'>;
  readonly onDone: () => void;
}

/** The vault is made: the cards go out, the roster and the policy come in, now or later. */
export function FinishStep({ made, onDone }: FinishProps) {
  const save = useMutation({
    mutationFn: async () => {
      const { path } = await session('chooseFolder', { purpose: 'export' });
      if (path === null) return null;
      const desk = await session('saveCard', { folder: path, name: 'desk', card: made.deskCard });
      const { personId } = made.person;
      const person = await session('saveCard', { folder: path, name: personId, card: made.custodianCard });
      return [desk.path, person.path];
    },
  });
  return (
    <>
      <Callout intent="success" icon={<Tick />} compact className="block">
        The vault is made and unlocked for {made.person.name}.
      </Callout>
      <H2 className="step-title">1. Send the cards out</H2>
      <p>
        Producers seal bundles to this desk’s card. The roster authority needs the custodian’s card to put the person on
        the roster. Both hold public keys alone. Tell the authority these groups of digits by another way than the card,
        so that they know it is yours.
      </p>
      {made.fingerprints.map((words, index) => (
        <FingerprintWords
          key={words}
          title={`Key ${made.fingerprints.length > 1 ? `${index + 1} ` : ''}of ${made.person.name}`}
          words={words}
        />
      ))}
      <div className="row">
        <Button icon={<Export />} text="Save both cards…" onClick={() => save.mutate()} loading={save.isPending} />
        <span className="break" role="status">
          {save.data ? `Written: ${save.data.join(' and ')}` : ''}
        </span>
      </div>
      <RefusalNotice error={save.error} title="The cards were not written." />
      <H2 className="step-title">2. Bring roster and policy in</H2>
      <p>They come back signed by the authority. When they are not here yet, do this later under Trust.</p>
      <div className="two-columns">
        <ImportDocument what="roster" />
        <ImportDocument what="policy" />
      </div>
      <div className="wizard-foot">
        <span />
        <Button intent="primary" endIcon={<ArrowRight />} text="Go to the desk" onClick={onDone} />
      </div>
    </>
  );
}
